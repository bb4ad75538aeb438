package dev.strait.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM on a {@link Host} that runs an {@link ActorMain}: it is told what to do line by line, and answers each with a line. */
final class Actor implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Actor(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread.ofVirtual().start(this::readAll);
    }

    /** Starts one, which logs into this file; see {@link ActorMain#main} for the arguments. */
    static Actor start(Host host, Path log, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(host.prefix());
        command.addAll(Jvm.command("-Xmx64m"));
        command.add(ActorMain.class.getName());
        command.addAll(arguments);
        Actor actor = new Actor(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
        try {
            actor.answer("starting");
            return actor;
        } catch (AssertionError | InterruptedException e) {
            actor.close();
            throw e;
        }
    }

    private void readAll() {
        try (var reader = process.inputReader()) {
            reader.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            return; // killed
        }
    }

    /** Tells it to do something. @return its answer */
    String ask(String command) throws InterruptedException {
        try {
            process.outputWriter().write(command + "\n");
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new AssertionError(this + " has ended", e);
        }
        return answer(command);
    }

    private String answer(String command) throws InterruptedException {
        String answer = answers.poll(30, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError(this + " does not answer to: " + command);
        }
        return answer;
    }

    /** How many values it has sent to, or received of, this channel. */
    long count(String channel) throws InterruptedException {
        return Long.parseLong(ask("count " + channel));
    }

    /** How long its longest wait for this channel was since it was asked the last time, one that goes on included. */
    Duration longestPause(String channel) throws InterruptedException {
        return Duration.ofMillis(Long.parseLong(ask("pause " + channel)));
    }

    /** What became of its work with this channel, which must end within this time: {@code done N}, or an error and how many went well. */
    String outcome(String channel, Duration within) throws InterruptedException {
        Waiting.until(
                "the end of " + channel + " at " + this,
                within,
                () -> !ask("outcome " + channel).startsWith("runs"));
        return ask("outcome " + channel);
    }

    /** Whether it has logged a line with all of these parts. */
    boolean logged(String... parts) {
        return timesLogged(parts) > 0;
    }

    /** How many lines with all of these parts it has logged. */
    long timesLogged(String... parts) {
        return log().stream()
                .filter(line -> Arrays.stream(parts).allMatch(line::contains))
                .count();
    }

    private List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it where it is. */
    void freeze() {
        Shell.run("kill -STOP " + process.pid());
    }

    /** Lets it go on. */
    void thaw() {
        Shell.run("kill -CONT " + process.pid());
    }

    /** Kills it on the spot. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    @Override
    public String toString() {
        return "the process that logs into " + log;
    }
}
