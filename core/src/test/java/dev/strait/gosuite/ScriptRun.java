package dev.strait.gosuite;

import dev.strait.Channel;
import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Select;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.error.ChannelClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One run of a {@link Script} on our channels. */
final class ScriptRun {

    /** How a plain send and a plain receive are said. */
    enum Phrase {
        PLAIN,
        TIMED,
        SELECT
    }

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Pipes pipes;
    private final Script script;
    private final Phrase phrase;
    private final Map<String, Pipe<Integer>> channels = new HashMap<>();
    private final Map<String, Thread> waiting = new HashMap<>();
    private final Map<String, String> through = new ConcurrentHashMap<>();

    ScriptRun(Pipes pipes, Script script, Phrase phrase) {
        this.pipes = pipes;
        this.script = script;
        this.phrase = phrase;
    }

    /**
     * Runs it.
     *
     * @return what came of each step, as the Go program says it
     */
    List<String> outcomes() throws InterruptedException {
        for (Map.Entry<String, Integer> one : script.channels().entrySet()) {
            Channel<Integer> never = Channel.never();
            channels.put(
                    one.getKey(),
                    one.getValue() == Script.NEVER ? new Pipe<>(never, never) : pipes.ints(one.getValue()));
        }
        List<String> lines = new ArrayList<>();
        for (Script.Step step : script.steps()) {
            lines.add(step.with(run(step)));
        }
        waiting.values().forEach(Thread::interrupt); // on a channel that cannot be ended, they would stay
        return lines;
    }

    /**
     * Starts the operation; then waits for those who are to come through, and until all others are seen to wait. So an outcome that comes
     * late, or from far, is no other outcome; one that comes although it should not is.
     */
    private Map<String, String> run(Script.Step step) throws InterruptedException {
        String expected = step.outcomes().get(step.thread());
        Thread thread = pipes.go(() -> {
            String outcome;
            try {
                outcome = operate(step.operation(), expected);
            } catch (ChannelClosed | IllegalStateException e) {
                outcome = "fails";
            } catch (InterruptedException e) {
                return; // the script is over
            }
            through.put(step.thread(), outcome);
        });
        waiting.put(step.thread(), thread);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (Map.Entry<String, String> one : step.outcomes().entrySet()) {
            Thread late = waiting.get(one.getKey());
            if (late != null && !one.getValue().equals(Script.WAITS)) {
                late.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        }
        for (Map.Entry<String, Thread> one : waiting.entrySet()) {
            Pipes.untilWaitingOrOver(one.getValue());
        }
        Map<String, String> came = new LinkedHashMap<>(through);
        came.keySet().forEach(name -> {
            waiting.remove(name);
            through.remove(name);
        });
        came.putIfAbsent(step.thread(), Script.WAITS);
        return came;
    }

    private String operate(List<String> words, String expected) throws InterruptedException {
        String operation = words.getFirst();
        if (operation.equals("select")) {
            return select(String.join(" ", words.subList(1, words.size())), expected);
        }
        Sender<Integer> in = channels.get(words.get(1)).in();
        Receiver<Integer> out = channels.get(words.get(1)).out();
        return switch (operation) {
            case "send" -> send(in, Integer.parseInt(words.get(2)));
            case "recv" -> receive(out);
            case "trysend" -> repeat(expected, "full", () -> said(in.trySend(Integer.parseInt(words.get(2)))));
            case "tryrecv" -> repeat(expected, "empty", () -> said(out.tryReceive()));
            case "range" -> {
                StringBuilder values = new StringBuilder("ranged");
                out.forEach(value -> values.append(' ').append(value));
                yield values.toString();
            }
            case "close" -> {
                in.done();
                yield "closed";
            }
            default -> throw new AssertionError("unknown: " + operation);
        };
    }

    private String send(Sender<Integer> in, int value) throws InterruptedException {
        switch (phrase) {
            case PLAIN -> in.send(value);
            case TIMED -> {
                return said(in.send(value, LONG));
            }
            case SELECT -> Select.<String>of().send(in, value, () -> "sent").await();
        }
        return "sent";
    }

    private String receive(Receiver<Integer> out) throws InterruptedException {
        return switch (phrase) {
            case PLAIN -> {
                try {
                    yield "received " + out.receive();
                } catch (ChannelClosed closed) {
                    yield "closed";
                }
            }
            case TIMED -> said(out.receive(LONG));
            case SELECT ->
                Select.<String>of()
                        .receive(out, value -> "received " + value, cause -> "closed")
                        .await();
        };
    }

    private static String said(Sent sent) {
        return switch (sent) {
            case Sent.Accepted() -> "sent";
            case Sent.Full() -> "full";
            case Sent.Closed(var cause) -> "fails";
        };
    }

    private static String said(Received<Integer> received) {
        return switch (received) {
            case Received.Value(var value) -> "received " + value;
            case Received.Empty() -> "empty";
            case Received.Closed(var cause) -> "closed";
        };
    }

    private String select(String clauses, String expected) throws InterruptedException {
        Select<String> select = Select.of();
        boolean hasDefault = false;
        for (String clause : clauses.split("\\|")) {
            List<String> words = List.of(clause.strip().split(" +"));
            switch (words.getFirst()) {
                case "default" -> hasDefault = true;
                case "send" ->
                    select.send(
                            channels.get(words.get(1)).in(),
                            Integer.parseInt(words.get(2)),
                            () -> "sent to " + words.get(1));
                case "recv" ->
                    select.receive(
                            channels.get(words.get(1)).out(),
                            value -> "received " + value + " from " + words.get(1),
                            cause -> "closed, by " + words.get(1));
                case "" -> {}
                default -> throw new AssertionError("unknown: " + clause);
            }
        }
        return hasDefault ? repeat(expected, "default", () -> select.orElse(() -> "default")) : select.await();
    }

    private interface Attempt {
        String make() throws InterruptedException;
    }

    /** Over a link what an operation that does not wait looks for may be on its way; then, and only then, it is looked for again. */
    private String repeat(String expected, String nothing, Attempt attempt) throws InterruptedException {
        long start = System.nanoTime();
        String outcome = attempt.make();
        while (pipes.areRemote()
                && outcome.equals(nothing)
                && !expected.equals(nothing)
                && System.nanoTime() - start < LONG.toNanos()) {
            Thread.yield();
            outcome = attempt.make();
        }
        return outcome;
    }
}
