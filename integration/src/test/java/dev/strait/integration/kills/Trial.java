package dev.strait.integration.kills;

import dev.strait.integration.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A hub, and workers and senders that are killed at moments that a seed draws, most at work, some while they start, some while they are stopped, and started anew:
 * at once or later, under the name before or another. When enough were killed the rest comes to an end, and everything is judged.
 */
final class Trial implements AutoCloseable {
    private static final int WORKERS = 3;
    private static final int SENDERS = 2;
    private static final int LONGEST_PAUSE_MILLIS = 700;
    private static final int LONGEST_STOP_MILLIS = 4_000;
    private static final int LONGEST_ABSENCE_MILLIS = 5_000;

    private static final Duration TO_BEGIN = Duration.ofSeconds(30);

    private final Path folder;
    /** Where nodes have the files of their sockets, which those that are killed leave there; a short name, as these need. */
    private final Path temporary;

    private final Random random;
    private final List<Member> all = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private String address = "localhost:0";
    private int stops;

    /** A place for a process, which is taken by one after the other. */
    private static final class Slot {
        final boolean isForWorkers;
        Member member;
        String nextName;
        long startNanos;

        Slot(boolean isForWorkers, String firstName) {
            this.isForWorkers = isForWorkers;
            this.nextName = firstName;
        }
    }

    Trial(Path folder, long seed) throws IOException {
        if (Files.exists(folder)) {
            delete(folder); // of a run with the same seed: diaries are only appended to
        }
        this.folder = Files.createDirectories(folder);
        this.temporary = Files.createTempDirectory("strait-kills-");
        this.random = new Random(seed);
    }

    /** How often one was stopped for a while. */
    int stops() {
        return stops;
    }

    /** Runs until so many were killed and all others have ended. @throws AssertionError if anything was not as it must be */
    Judge.Verdict run(int kills) throws InterruptedException, IOException {
        Member hub = start("hub", Role.HUB);
        address = hub.says();
        for (int i = 1; i <= WORKERS; i++) {
            slots.add(new Slot(true, "worker-" + i));
        }
        for (int i = 1; i <= SENDERS; i++) {
            slots.add(new Slot(false, "sender-" + i));
        }
        startDue(System.nanoTime());
        for (int killed = 0; killed < kills; ) {
            List<Slot> order = new ArrayList<>(slots);
            Collections.shuffle(order, random);
            Slot slot = random.nextInt(5) > 0 ? firstAtWork(order) : order.getFirst();
            Waiting.pass(Duration.ofMillis(random.nextInt(6) == 0 ? 0 : random.nextInt(LONGEST_PAUSE_MILLIS)));
            startDue(System.nanoTime());
            if (slot.member != null && killOrStop(slot)) {
                killed++;
            }
            startDue(System.nanoTime());
        }
        startDue(Long.MAX_VALUE);
        finish(hub);
        List<Life> lives = new ArrayList<>();
        for (Member member : all) {
            lives.add(member.life());
        }
        return new Judge().judge(lives);
    }

    private Member start(String node, Role role) throws IOException {
        Member member = new Member(folder, temporary, node, all.size() + 1, role, random.nextLong(), address);
        all.add(member);
        return member;
    }

    private void startDue(long nanos) throws IOException {
        for (Slot slot : slots) {
            if (slot.member == null && slot.startNanos <= nanos) {
                Role worker = random.nextBoolean() ? Role.LOOP : Role.DELIVERIES;
                slot.member = start(slot.nextName, slot.isForWorkers ? worker : Role.SENDER);
            }
        }
    }

    /** The first of these with somebody who is at work; waits until there is one. */
    private Slot firstAtWork(List<Slot> order) throws InterruptedException, IOException {
        long since = System.nanoTime();
        while (System.nanoTime() - since < TO_BEGIN.toNanos()) {
            startDue(System.nanoTime());
            for (Slot slot : order) {
                if (slot.member != null && slot.member.hasBegun()) {
                    return slot;
                }
            }
            Waiting.pass(Duration.ofMillis(10));
        }
        throw new AssertionError("nobody begins within " + TO_BEGIN);
    }

    /** Kills who is there, or stops it for a while, after which it is killed or not. @return whether it was */
    private boolean killOrStop(Slot slot) throws InterruptedException {
        if (random.nextInt(8) == 0) {
            stops++;
            slot.member.freeze();
            Waiting.pass(Duration.ofMillis(random.nextInt(LONGEST_STOP_MILLIS)));
            if (random.nextInt(3) > 0) {
                slot.member.thaw();
                return false;
            }
        }
        slot.member.kill();
        boolean isAtOnce = random.nextInt(3) > 0;
        slot.startNanos = System.nanoTime()
                + Duration.ofMillis(isAtOnce ? 0 : random.nextInt(LONGEST_ABSENCE_MILLIS))
                        .toNanos();
        if (random.nextInt(3) == 0) {
            slot.nextName = slot.nextName + "-" + all.size();
        }
        slot.member = null;
        return true;
    }

    /** Senders first, so that the hub's are the last to be done; then the workers end by themselves, and the hub collects until then. */
    private void finish(Member hub) throws InterruptedException, IOException {
        List<Member> senders = members(false);
        for (Member sender : senders) {
            sender.finish();
        }
        for (Member sender : senders) {
            sender.awaitEnd();
        }
        hub.finish();
        requireFinished(hub.says());
        for (Member worker : members(true)) {
            worker.awaitEnd();
        }
        hub.finish();
        hub.awaitEnd();
    }

    private List<Member> members(boolean workers) {
        return slots.stream()
                .filter(it -> it.isForWorkers == workers)
                .map(it -> it.member)
                .toList();
    }

    private static void requireFinished(String line) {
        if (!line.equals("finished")) {
            throw new AssertionError(line);
        }
    }

    /** Leaves no process behind; the diaries and logs stay. */
    @Override
    public void close() throws InterruptedException, IOException {
        for (Member member : all) {
            member.close();
        }
        delete(temporary);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
