package dev.strait.cli.demo;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where progress is drawn: standard error, if that is a terminal. */
final class Terminal {

    /** The width that is assumed when the terminal does not tell its own, in columns. */
    static final int DEFAULT_COLUMNS = 80;

    private static final int NARROWEST = 20;

    private Terminal() {}

    /**
     * Whether standard error is a terminal on which a line can be redrawn.
     *
     * <p>Java can only tell that standard input and output both are; standard error alone is visible on Linux, in what its
     * descriptor points to.
     */
    static boolean canRedraw() {
        String kind = System.getenv("TERM");
        if (kind == null || kind.equals("dumb")) {
            return false;
        }
        Path descriptor = Path.of("/proc/self/fd/2");
        if (Files.isSymbolicLink(descriptor)) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** The width of the terminal in columns. */
    static int columns() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stty.getOutputStream().close();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
                int columns = Integer.parseInt(answer.strip().replaceFirst(".* ", ""));
                return columns >= NARROWEST ? columns : DEFAULT_COLUMNS;
            }
        } catch (IOException | NumberFormatException e) {
            // There is no stty, or it does not know: not worth a word.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DEFAULT_COLUMNS;
    }
}
