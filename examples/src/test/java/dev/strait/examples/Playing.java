package dev.strait.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs the sides of an example as two terminals would, and keeps what each prints. */
final class Playing {

    /** An example that prints to a given stream. */
    interface Program {
        void run(PrintStream out, String... arguments) throws Exception;
    }

    private final FutureTask<List<String>> ended;
    private final Printed printed = new Printed();

    private Playing(Program program, String... arguments) {
        Callable<List<String>> whole = () -> {
            program.run(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments);
            return printed.lines();
        };
        ended = new FutureTask<>(whole);
        Thread.ofPlatform()
                .daemon()
                .name("example " + String.join(" ", arguments))
                .start(ended);
    }

    static Playing start(Program program, String... arguments) {
        return new Playing(program, arguments);
    }

    /** Waits for the end and returns every line; throws what the example threw. */
    List<String> lines() throws Exception {
        return ended.get(30, TimeUnit.SECONDS);
    }

    /** Waits for the first line, and returns what follows the last space of it. */
    String lastWordOfFirstLine() throws InterruptedException {
        String line = printed.firstLine();
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private static final class Printed extends ByteArrayOutputStream {
        private final CountDownLatch firstLine = new CountDownLatch(1);

        @Override
        public void flush() {
            if (toString(StandardCharsets.UTF_8).contains("\n")) {
                firstLine.countDown();
            }
        }

        String firstLine() throws InterruptedException {
            if (!firstLine.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing was printed within 30 s");
            }
            return lines().getFirst();
        }

        List<String> lines() {
            return toString(StandardCharsets.UTF_8).lines().toList();
        }
    }
}
