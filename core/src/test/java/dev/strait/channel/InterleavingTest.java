package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.channel.Act.End;
import dev.strait.channel.Act.Ending;
import dev.strait.channel.Act.Go;
import dev.strait.channel.Act.Interrupt;
import dev.strait.channel.Act.Patience;
import dev.strait.channel.Act.Way;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays every pair and triple of calls on one or two channels many times, each thread with one call, and looks up what it came to
 * in {@link AllowedOutcomes}. An everyday build plays some of them, {@code -Dstrait.soak=true} all, and each many times more.
 */
class InterleavingTest {

    private static final boolean SOAK = Boolean.getBoolean("strait.soak");
    private static final int TIMES = SOAK ? 20 : 1;
    private static final Pattern SENT = Pattern.compile("sent (\\d+)");
    private static final Pattern TOOK = Pattern.compile("took (\\d+)");
    private static final Pattern LEFT = Pattern.compile("[ab] \\w+ \\[(.*)]");

    enum Threads {
        VIRTUAL(Thread.ofVirtual().factory(), 300),
        PLATFORM(Thread.ofPlatform().daemon().factory(), 400);

        private final ThreadFactory factory;
        private final int times;

        Threads(ThreadFactory factory, int times) {
            this.factory = factory;
            this.times = times;
        }
    }

    @ParameterizedTest
    @EnumSource
    void pairsAndTriplesOfTheWaitingCallsComeToWhatAnOrderOfThemComesTo(Threads threads) throws InterruptedException {
        long seed = System.nanoTime();
        List<SmallProgram> programs = programs(List.of(send(), receive(), select(), done(), error()));
        play(threads, programs, threads.times, seed, new Random(seed));
    }

    @ParameterizedTest
    @EnumSource
    void pairsAndTriplesOfEveryCallComeToWhatAnOrderOfThemComesTo(Threads threads) throws InterruptedException {
        List<SmallProgram> programs = programs(everyCall());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Collections.shuffle(programs, random);
        play(threads, SOAK ? programs : programs.subList(0, 500), 10, seed, random);
    }

    @Test
    void inEveryAllowedOutcomeEveryValueIsSomewhereOnce() {
        for (SmallProgram program : programs(everyCall())) {
            for (List<String> outcome : AllowedOutcomes.of(program)) {
                assertEquals(
                        numbers(SENT, outcome),
                        sum(numbers(TOOK, outcome), numbers(LEFT, outcome)),
                        () -> program + " may come to " + outcome);
            }
        }
    }

    private static void play(Threads threads, List<SmallProgram> programs, int times, long seed, Random random)
            throws InterruptedException {
        long begun = System.nanoTime();
        int possible = 0;
        int met = 0;
        for (SmallProgram program : programs) {
            Set<List<String>> allowed = AllowedOutcomes.of(program);
            Map<List<String>, Integer> outcomes = Stage.play(program, times * TIMES, threads.factory, random);
            outcomes.forEach((outcome, count) -> assertTrue(
                    allowed.contains(outcome),
                    () -> program + " came to " + outcome + " " + count + " times; allowed are " + allowed + "; seed "
                            + seed));
            possible += allowed.size();
            met += outcomes.size();
        }
        System.out.printf(
                "%s: %d programs, %d times each, %d of %d allowed outcomes met, %d ms, seed %d%n",
                threads, programs.size(), times * TIMES, met, possible, (System.nanoTime() - begun) / 1_000_000, seed);
    }

    /** A kind of call; the values that it sends follow from the number of its thread. */
    private interface Kind {
        Act of(int thread);
    }

    private static Kind send() {
        return thread -> new Go(false, Patience.ENDLESS, List.of(new Way(true, 0, thread)));
    }

    private static Kind receive() {
        return thread -> new Go(false, Patience.ENDLESS, List.of(new Way(false, 0, 0)));
    }

    /** Receives from the one or sends to the other. */
    private static Kind select() {
        return thread -> new Go(true, Patience.ENDLESS, List.of(new Way(false, 0, 0), new Way(true, 1, thread)));
    }

    private static Kind done() {
        return thread -> new End(0, Ending.DONE);
    }

    private static Kind error() {
        return thread -> new End(0, Ending.ERROR);
    }

    private static List<Kind> everyCall() {
        List<Kind> kinds = new ArrayList<>(List.of(done(), error()));
        for (Patience patience : Patience.values()) {
            kinds.add(thread -> new Go(false, patience, List.of(new Way(true, 0, thread))));
            kinds.add(thread -> new Go(false, patience, List.of(new Way(false, 0, 0))));
            kinds.add(thread -> new Go(true, patience, List.of(new Way(false, 0, 0), new Way(true, 1, thread))));
            kinds.add(thread -> new Go(true, patience, List.of(new Way(false, 1, 0), new Way(true, 0, thread))));
            kinds.add(thread -> new Go(
                    true, patience, List.of(new Way(true, 0, thread), new Way(false, 0, 0), new Way(false, 0, 0))));
        }
        return kinds;
    }

    /** Every multiset of two and three calls, and of one and two with an interrupt of one of them, each over capacities 0 and 1. */
    private static List<SmallProgram> programs(List<Kind> kinds) {
        List<List<Act>> casts = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            Act first = kinds.get(i).of(1);
            casts.add(List.of(first, new Interrupt(0)));
            casts.add(List.of(first, new Interrupt(0), new Interrupt(0)));
            for (int j = i; j < kinds.size(); j++) {
                Act second = kinds.get(j).of(2);
                casts.add(List.of(first, second));
                casts.add(List.of(first, second, new Interrupt(0)));
                casts.add(List.of(first, second, new Interrupt(1)));
                for (int k = j; k < kinds.size(); k++) {
                    casts.add(List.of(first, second, kinds.get(k).of(3)));
                }
            }
        }
        List<SmallProgram> programs = new ArrayList<>();
        for (List<Act> cast : casts) {
            programs.add(new SmallProgram(List.of(0, 0), cast));
            programs.add(new SmallProgram(List.of(1, 1), cast));
        }
        return programs;
    }

    private static List<String> numbers(Pattern pattern, List<String> outcome) {
        return outcome.stream()
                .flatMap(one -> pattern.matcher(one).results())
                .flatMap(found -> Pattern.compile(", ").splitAsStream(found.group(1)))
                .filter(number -> !number.isEmpty())
                .sorted()
                .toList();
    }

    private static List<String> sum(List<String> a, List<String> b) {
        List<String> sum = new ArrayList<>(a);
        sum.addAll(b);
        return List.copyOf(new TreeSet<>(sum));
    }
}
