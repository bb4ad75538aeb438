package dev.strait.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the system, each for 20 s at most. */
public final class Shell {
    private Shell() {}

    /** A command that did not succeed: the command, and what it wrote. */
    public static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(List<String> command, String output) {
            super("`" + String.join(" ", command) + "`: "
                    + output.strip().lines().findFirst().orElse("no word"));
        }
    }

    /** Runs a command line whose words are apart by single spaces. @return what it wrote */
    public static String run(String line) {
        List<String> command = List.of(line.split(" "));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Failed(command, "did not end within 20 s");
            }
            if (process.exitValue() != 0) {
                throw new Failed(command, output);
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(command, "interrupted");
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
