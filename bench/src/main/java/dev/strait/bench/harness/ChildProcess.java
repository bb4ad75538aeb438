package dev.strait.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of a measurement, as the harness holds it. For one thread. */
final class ChildProcess implements AutoCloseable {
    private static final int TAIL_LINES = 60;
    private static final long END_SECONDS = 3;

    /** What the reader puts last. */
    private static final String ENDED = "";

    private final String side;
    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();

    /** The last lines that were no signals; the reader's until it has put {@link #ENDED}. */
    private final ArrayDeque<String> tail = new ArrayDeque<>();

    private final PauseLog pauses = new PauseLog();

    private final Thread reader;
    private boolean flowing;
    private long sent = -1;
    private double figure = Double.NaN;

    private ChildProcess(String side, Process process) {
        this.side = side;
        this.process = process;
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        reader = Thread.ofPlatform().daemon().name("output of the " + side).start(this::read);
    }

    /**
     * Starts one.
     *
     * @param side what it does, for messages
     * @param command the command line
     */
    static ChildProcess start(String side, List<String> command) throws TrialFailed {
        try {
            return new ChildProcess(
                    side, new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException failure) {
            throw new TrialFailed("the " + side + " could not be started: " + failure.getMessage(), failure);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int mark = line.indexOf(Signals.MARK);
                if (mark >= 0) {
                    signals.add(line.substring(mark + Signals.MARK.length()));
                } else if (!pauses.take(line)) {
                    if (tail.size() == TAIL_LINES) {
                        tail.removeFirst();
                    }
                    tail.add(line);
                }
            }
        } catch (IOException endedMeanwhile) {
            tail.add("(the rest of its output is lost: " + endedMeanwhile.getMessage() + ")");
        }
        signals.add(ENDED);
    }

    void tell(String line) throws TrialFailed {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException ended) {
            throw failure("it ended", ended);
        }
    }

    /** Waits for a signal, and returns what follows it. */
    String await(String signal, long timeoutSeconds) throws TrialFailed, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (true) {
            String line = next(deadline - System.nanoTime());
            if (line.startsWith(signal)) {
                return line.substring(signal.length());
            }
            note(line);
            if (line.isEmpty()) {
                throw failure("there was no \"" + signal.strip() + "\" within " + timeoutSeconds + " s", null);
            }
        }
    }

    /** Waits for a time, or less if the process fails meanwhile. */
    void watch(long nanos) throws TrialFailed, InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (String line = next(nanos); !line.isEmpty(); line = next(deadline - System.nanoTime())) {
            note(line);
        }
    }

    private void note(String line) {
        if (line.equals(Signals.FLOWING)) {
            flowing = true;
        } else if (line.startsWith(Signals.SENT)) {
            sent = Long.parseLong(line.substring(Signals.SENT.length()));
        } else if (line.startsWith(Signals.FIGURE)) {
            figure = Double.parseDouble(line.substring(Signals.FIGURE.length()));
        }
    }

    /** Watches for a time, and returns whether the process has said that messages flow. */
    boolean flows(long nanos) throws TrialFailed, InterruptedException {
        watch(nanos);
        return flowing;
    }

    /** Watches for a time, and returns how many messages the process has said that it sent, -1 if it has not. */
    long sent(long nanos) throws TrialFailed, InterruptedException {
        watch(nanos);
        return sent;
    }

    /** Watches for a time, and returns the share of the figure that the process has given, NaN if it has not. */
    double figure(long nanos) throws TrialFailed, InterruptedException {
        watch(nanos);
        return figure;
    }

    /** Sums up the pauses of its collector between two times since its start; complete after {@link #close()}. */
    Pauses pauses(long fromMillis, long toMillis) {
        return pauses.between(fromMillis, toMillis);
    }

    /** Ends it, and returns what it complained of, or nothing. */
    String lastWords() {
        close();
        return signals.stream()
                .filter(line -> line.startsWith(Signals.FAILED))
                .findFirst()
                .map(line -> "\nand "
                        + failure(line.substring(Signals.FAILED.length()), null).getMessage())
                .orElse("");
    }

    /** Returns the next signal, or nothing if the time goes by first. */
    private String next(long nanos) throws TrialFailed, InterruptedException {
        String line = signals.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        if (line == null) {
            return "";
        }
        if (line.equals(ENDED)) {
            throw failure("it ended", null);
        }
        if (line.startsWith(Signals.FAILED)) {
            throw failure(line.substring(Signals.FAILED.length()), null);
        }
        return line;
    }

    private TrialFailed failure(String what, @Nullable Throwable cause) {
        close();
        List<String> said = new ArrayList<>(tail);
        String output = said.isEmpty() ? "it printed nothing" : "it printed last:\n  " + String.join("\n  ", said);
        String message = "the " + side + " failed: " + what + "; " + output;
        return cause == null ? new TrialFailed(message) : new TrialFailed(message, cause);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException endedAlready) {
            // That is what this is for.
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException again) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
