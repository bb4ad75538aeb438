package dev.strait.cli.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A worker in a Java process of its own, which runs {@link WorkerMain} from the same class path or module path, with the
 * same Java, as this process. Its standard input stays open for as long as this process lives, and tells it when that is
 * no more. Thread-safe.
 */
final class WorkerProcess {

    private static final int OUTPUT_LINES_KEPT = 20;

    private final String name;
    private final Process process;
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> lastOutput = new ArrayDeque<>();

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofVirtual().name(name + "-output").unstarted(this::readOutput);
    }

    /**
     * Starts a worker.
     *
     * @param address where it finds the node that hands out the work
     * @param workers how many workers there are in all
     * @param listens whether it can be dialled
     */
    static WorkerProcess start(String name, String address, int workers, boolean listens) throws IOException {
        List<String> command = javaCommand();
        command.addAll(List.of(name, address, Integer.toString(workers), Boolean.toString(listens)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        WorkerProcess worker = new WorkerProcess(name, process);
        worker.reader.start();
        return worker;
    }

    private static List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A worker lives for seconds and makes little garbage: start fast, and leave the cores to the counting.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        String modulePath = System.getProperty("jdk.module.path");
        Module module = WorkerMain.class.getModule();
        if (modulePath != null && module.isNamed()) {
            command.addAll(List.of(
                    "--module-path", modulePath, "--module", module.getName() + "/" + WorkerMain.class.getName()));
        } else {
            command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), WorkerMain.class.getName()));
        }
        return command;
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    String name() {
        return name;
    }

    Process process() {
        return process;
    }

    /** Describes how it ended. To be called when the process has ended. */
    LostWorker lost() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            return new LostWorker(name, process.pid(), process.exitValue(), List.copyOf(lastOutput));
        } finally {
            lock.unlock();
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            keep("(its output could not be read: " + e.getMessage() + ")");
        }
    }

    private void keep(String line) {
        lock.lock();
        try {
            if (lastOutput.size() == OUTPUT_LINES_KEPT) {
                lastOutput.removeFirst();
            }
            lastOutput.addLast(line);
        } finally {
            lock.unlock();
        }
    }
}
