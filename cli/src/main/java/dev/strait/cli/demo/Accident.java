package dev.strait.cli.demo;

import dev.strait.Node;
import dev.strait.NodeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the {@link Mishap} befalls its worker, tells when it does and when it is over, and says at the end what was done. Without
 * a mishap it does nothing. Strikes once. Thread-safe.
 */
final class Accident implements AutoCloseable {

    private final Optional<Mishap> mishap;
    private final String victim;
    private final Consumer<String> notes;
    private final @Nullable CutLine line;
    private volatile @Nullable Process pause;
    private volatile @Nullable Thread waiting;
    private volatile @Nullable String done;

    private Accident(Optional<Mishap> mishap, String victim, Consumer<String> notes, @Nullable CutLine line) {
        this.mishap = mishap;
        this.victim = victim;
        this.notes = notes;
        this.line = line;
    }

    /**
     * Prepares it.
     *
     * @param victim the name of the worker that it is to befall
     * @param notes is told in sentences what happens, in any thread
     */
    static Accident prepare(Optional<Mishap> mishap, String victim, Consumer<String> notes) throws IOException {
        boolean cut = mishap.isPresent() && mishap.get() instanceof Mishap.Cut;
        return new Accident(mishap, victim, notes, cut ? CutLine.lay() : null);
    }

    /**
     * Starts the first node. If a worker is to be cut off, the node advertises the line to it: else the two would tell each other another way, and the
     * cut would not last.
     */
    Node listen(NodeOptions options) {
        if (line == null) {
            return Node.listen("localhost:0", options);
        }
        Node node = Node.listen("localhost:0", options.withAdvertise(line.address()));
        line.leadTo(node.address());
        return node;
    }

    /** The line that a worker dials instead of the node itself, if it is the one to be cut off. */
    Optional<String> lineFor(String worker) {
        return line != null && worker.equals(victim) ? Optional.of(line.address()) : Optional.empty();
    }

    /** Lets it happen. Does not wait for its end. */
    void strike(Crew crew) {
        if (mishap.isEmpty()) {
            return;
        }
        WorkerProcess worker = crew.worker(victim);
        String who = victim + " (process " + worker.process().pid() + ")";
        switch (mishap.get()) {
            case Mishap.Kill _ -> {
                worker.process().destroyForcibly(); // which is SIGKILL, also where there are other signals
                say(who + " was killed with SIGKILL half way");
            }
            case Mishap.Pause(Duration time) -> pause(worker, who, time);
            case Mishap.Cut(Optional<Duration> time) -> cut(time);
        }
    }

    private void pause(WorkerProcess worker, String who, Duration time) {
        // A shell does it to its end: should this process die meanwhile, the worker still wakes up, and sees that.
        String script = "kill -STOP \"$0\" && sleep \"$1\" && kill -CONT \"$0\"";
        try {
            Process shell = new ProcessBuilder(
                            "sh", "-c", script, Long.toString(worker.process().pid()), Long.toString(time.toSeconds()))
                    .redirectErrorStream(true)
                    .start();
            pause = shell;
            waiting = Thread.ofVirtual().name("demo-pause").start(() -> tellTheEnd(shell, who));
        } catch (IOException e) {
            throw new IllegalStateException(who + " could not be stopped: " + e.getMessage(), e);
        }
        say(who + " was stopped with SIGSTOP half way, for " + time.toSeconds() + " s");
    }

    private void tellTheEnd(Process shell, String who) {
        try {
            notes.accept(shell.waitFor() == 0 ? who + " goes on." : who + " is no more, and does not go on.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the job is over
        }
    }

    private void cut(Optional<Duration> time) {
        CutLine cut = line;
        if (cut == null) {
            throw new IllegalStateException("a line is laid for every cut");
        }
        cut.cut();
        String howLong = time.map(it -> "for " + it.toSeconds() + " s").orElse("for good");
        time.ifPresent(it -> waiting = Thread.ofVirtual().name("demo-mend").start(() -> mend(cut, it)));
        say("the connections of " + victim + " were cut half way, " + howLong);
    }

    private void mend(CutLine cut, Duration time) {
        try {
            Thread.sleep(time);
            cut.mend();
            notes.accept("Connections of " + victim + " pass again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the job is over
        }
    }

    private void say(String what) {
        done = what;
        notes.accept(Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".");
    }

    /** What was done and to whom, without a full stop; empty if nothing was. */
    Optional<String> done() {
        return Optional.ofNullable(done);
    }

    /** Lets no more of it happen. */
    @Override
    public void close() throws IOException {
        Thread teller = waiting;
        if (teller != null) {
            teller.interrupt();
        }
        Process shell = pause;
        if (shell != null) {
            shell.destroy();
        }
        if (line != null) {
            line.close();
        }
    }
}
