package dev.strait;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs a {@link ChildMain}. It ends with this object, in whatever state it is. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    private Child(Process process) {
        this.process = process;
        reader = Thread.ofVirtual().start(this::readAll);
    }

    /** Starts a JVM with these options, which does what the arguments say. */
    static Child start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void readAll() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            return; // killed
        }
    }

    /** What it has written so far and was not taken yet, oldest first; takes it. */
    String next() {
        Task.until(() -> !lines.isEmpty());
        return lines.remove();
    }

    /** Everything it has written and that was not taken. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has ended and all it has written is read. */
    void awaitOutput() throws InterruptedException {
        awaitEnd();
        reader.join(Duration.ofSeconds(20));
    }

    /** Kills it on the spot. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    /** Sends it a signal by name. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Waits until it has ended. */
    void awaitEnd() throws InterruptedException {
        process.waitFor(20, TimeUnit.SECONDS);
    }

    /** Processor time it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
