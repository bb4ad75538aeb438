package dev.strait.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One process of a measurement, in its role: speaks to the harness through lines on standard output. */
final class Role implements AutoCloseable {
    private static final String READY = "ready ";
    private static final String RESULT = "result ";

    private final Process process;
    private final BufferedReader lines;

    private Role(Process process) {
        this.process = process;
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    // --- in the process ---

    static void ready(String address) {
        System.out.println(READY + address);
    }

    static void result(double figure) {
        System.out.println(RESULT + figure);
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("broken: " + what);
        }
    }

    // --- in the harness ---

    /** Starts a JVM like this one in a role of {@link Bench}. */
    static Role start(List<String> options, String... role) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms512m", "-Xmx512m"));
        command.addAll(options);
        String modules = System.getProperty("jdk.module.path");
        if (modules != null) {
            command.addAll(List.of("--module-path", modules, "--module", "dev.strait.bench/" + Bench.class.getName()));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        }
        command.add("role");
        command.addAll(List.of(role));
        return new Role(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    String awaitReady() throws IOException {
        return await(READY);
    }

    double awaitResult() throws IOException {
        return Double.parseDouble(await(RESULT));
    }

    private String await(String prefix) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IOException("a process of the measurement ended early");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
