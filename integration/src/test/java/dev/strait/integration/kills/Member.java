package dev.strait.integration.kills;

import dev.strait.integration.Jvm;
import dev.strait.integration.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A JVM that runs a {@link KillMain}. Its log and its diary stay. */
final class Member implements AutoCloseable {
    /** More than a process itself waits for anything, so that it can say what did not come. */
    private static final int SECONDS_TO_END = 90;

    private static final int SECONDS_TO_TELL = 20;

    private final String node;
    private final int number;
    private final Role role;
    private final Path diary;
    private final Path log;
    private final Path threads;
    private final Process process;
    private final BufferedReader output;
    private long killedNanos = Long.MAX_VALUE;

    /**
     * Starts one, and does not wait until it is ready.
     *
     * @param folder where its diary and its log are
     * @param temporary where its temporary files are
     * @param node the name of its node
     * @param number its number, which no other has
     * @param address where the hub listens
     */
    Member(Path folder, Path temporary, String node, int number, Role role, long seed, String address)
            throws IOException {
        this.node = node;
        this.number = number;
        this.role = role;
        this.diary = folder.resolve(number + "-" + node + ".diary");
        this.log = folder.resolve(number + "-" + node + ".log");
        this.threads = folder.resolve(number + "-" + node + ".threads");
        List<String> command = new ArrayList<>(Jvm.command("-Xmx128m", "-Djava.io.tmpdir=" + temporary));
        command.add(KillMain.class.getName());
        command.addAll(List.of(role.name(), node, "" + number, diary.toString(), "" + seed, address));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        output = process.inputReader();
    }

    /** Whether it has noted anything. */
    boolean hasBegun() {
        return diary.toFile().length() > 0;
    }

    /** The next line that it says. */
    String says() throws InterruptedException {
        try {
            String line = CompletableFuture.supplyAsync(this::line).get(SECONDS_TO_END, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError(this + " has ended");
            }
            return line;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(this + " says nothing; " + tellThreads(), e);
        }
    }

    private String line() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it to finish. */
    void finish() throws IOException {
        process.outputWriter().write("\n");
        process.outputWriter().flush();
    }

    /** Waits until it has come to its end, and that a good one. */
    void awaitEnd() throws InterruptedException, IOException {
        if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            throw new AssertionError(this + " does not end; " + tellThreads());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(this + " ended with " + process.exitValue() + ":\n" + Files.readString(log));
        }
    }

    /** Has it write down what its threads do, virtual ones too. @return where, or why not */
    String tellThreads() throws InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process telling = new ProcessBuilder(
                            jcmd, "" + process.pid(), "Thread.dump_to_file", "-overwrite", threads.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (telling.waitFor(SECONDS_TO_TELL, TimeUnit.SECONDS) && telling.exitValue() == 0) {
                return "its threads are in " + threads;
            }
            telling.destroyForcibly();
            return "it does not say what its threads do";
        } catch (IOException e) {
            return "its threads are not known: " + e;
        }
    }

    void freeze() {
        Shell.run("kill -STOP " + process.pid());
    }

    void thaw() {
        Shell.run("kill -CONT " + process.pid());
    }

    /** Kills it on the spot, also where it is stopped. */
    void kill() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError(this + " has ended by itself, with " + process.exitValue());
        }
        killedNanos = System.nanoTime();
        process.destroyForcibly();
        process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    }

    /** What it has done. */
    Life life() throws IOException {
        return new Life(node, number, role, killedNanos, Diary.read(diary));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "the process that logs into " + log;
    }
}
