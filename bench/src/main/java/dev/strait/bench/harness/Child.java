package dev.strait.bench.harness;

import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a process of a measurement: {@code Child SYSTEM SCENARIO first|second CHANNELS [VARIANT]}. Runs the role in a thread of its own,
 * and answers the harness from its main thread (see {@link Signals}). Ends when its standard input does, so that it never outlives the
 * harness, however that ends.
 */
public final class Child {
    /**
     * Between two looks for the first message, at first and at most. Of two processes that send one way one counts nothing, ever: a thread that woke every
     * millisecond took a core from the sender as often (docs/performance.md, "Threads that only look").
     */
    private static final long FIRST_LOOK_MILLIS = 1;

    private static final long LONGEST_LOOK_MILLIS = 100;

    /** Kept, because the JDK holds loggers weakly, and their levels with them. */
    private static final Logger ROOT = Logger.getLogger("");

    private final PrintStream out = System.out;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable ChildRun run;

    private Child() {}

    /** Runs a role; for the harness alone. */
    public static void main(String... arguments) throws IOException {
        ROOT.setLevel(Level.WARNING);
        new Child().obey(arguments);
    }

    private void obey(String... arguments) throws IOException {
        SystemUnderTest system = Systems.named(arguments[0])
                .orElseThrow(() -> new IllegalArgumentException("no system " + arguments[0] + " on the class path"));
        Scenario scenario = Scenario.titled(arguments[1]).orElseThrow();
        boolean second = arguments[2].equals("second");
        int channels = Integer.parseInt(arguments[3]);
        String variant = arguments.length > 4 ? arguments[4] : "";
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String address = null;
        if (second) {
            String line = in.readLine();
            if (line == null) {
                end(0);
                return;
            }
            address = line.substring(Signals.START.length());
        }
        var started = new ChildRun(scenario, variant, channels, address, this::say, this::fail);
        run = started;
        started.sample(); // what the first one loads is not to be loaded within the window, among threads that leave
        // no time for it
        started.fork(Thread.ofPlatform().name("role"), () -> {
            if (second) {
                system.second(started);
            } else {
                system.first(started);
            }
        });
        started.fork(Thread.ofPlatform().name("flow").daemon(), () -> awaitFlow(started));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case Signals.SAMPLE -> say(Signals.SAMPLED + started.sample().line());
                case Signals.STOP -> started.stop();
                default -> throw new IllegalArgumentException("the harness said " + line);
            }
        }
        end(0);
    }

    private void awaitFlow(ChildRun started) throws InterruptedException {
        for (long millis = FIRST_LOOK_MILLIS;
                started.count() == 0;
                millis = Math.min(millis + 1, LONGEST_LOOK_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
        say(Signals.FLOWING);
    }

    private void say(String line) {
        out.println(Signals.MARK + line);
    }

    private void fail(Throwable failure) {
        // The other process ends a moment before this one, and what that does to a role is no failure.
        if (over.compareAndSet(false, true)) {
            failure.printStackTrace();
            say(Signals.FAILED + String.valueOf(failure).lines().findFirst().orElse(""));
            end(1);
        }
    }

    /** Halts: roles are in the middle of sending, and to shut them down in order is not what is measured. */
    private void end(int status) {
        over.set(true);
        ChildRun started = run;
        if (started != null) {
            started.endCompanions();
        }
        Runtime.getRuntime().halt(status);
    }
}
