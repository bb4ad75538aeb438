package dev.strait.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/**
 * The one place where a test may be left out: a machine without Linux's network namespaces, its commands, or the right to use them. What is left
 * out is said on standard output with the reason and the remedy, reported as skipped with that reason, and written to {@code target/not-run.txt},
 * which {@code ./check} repeats at its end. Any other failure is one. With {@code -Dstrait.network.required=true} this is one, too.
 */
final class NetworkCondition implements ExecutionCondition {
    private static final Path NOT_RUN = Path.of("target", "not-run.txt");
    private static final AtomicBoolean IS_SAID = new AtomicBoolean();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Set<String> WHAT = new TreeSet<>();
    private static final Optional<String> NO_NETWORK = whyNot(NetworkCondition::tryNetwork);
    private static final Optional<String> NO_NETEM =
            NO_NETWORK.or(() -> whyNot(() -> tryLine("root netem delay 10ms loss 1% duplicate 1% reorder 1%")));

    /** Whether the kernel itself can make bad lines. */
    static boolean hasNetem() {
        return NO_NETEM.isEmpty();
    }

    /** Says, once, that bad lines are not the kernel's, and why. */
    static void sayHowLinesAreMade() {
        if (IS_SAID.compareAndSet(false, true)) {
            System.out.println("The lines of BadLineTest are made by a process: " + NO_NETEM.orElseThrow());
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<NeedsNetwork> needs =
                AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsNetwork.class);
        Optional<String> missing = needs.map(NeedsNetwork::withBadLines).orElse(false) ? noBadLines() : NO_NETWORK;
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("networks can be made here");
        }
        String what = "NOT RUN: " + tests(context.getRequiredTestClass());
        String why = "no network can be made here: " + missing.get()
                + ". To run them, on Linux with the package iproute2: sudo ./check -pl integration -am";
        String text = what + ", because " + why;
        if (Boolean.getBoolean("strait.network.required")) {
            throw new AssertionFailedError(text);
        }
        if (context.getTestMethod().isEmpty()) {
            say(what, why);
        }
        return ConditionEvaluationResult.disabled(text);
    }

    private static String tests(Class<?> type) {
        List<String> names = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.isAnnotationPresent(Tag.class) || Boolean.getBoolean("strait.soak"))
                .map(method -> method.getName())
                .sorted()
                .toList();
        return type.getSimpleName() + "." + String.join(", .", names);
    }

    private static void say(String what, String why) {
        LOCK.lock();
        try {
            System.out.println();
            System.out.println("*** " + what + ", because " + why);
            System.out.println();
            Files.createDirectories(NOT_RUN.toAbsolutePath().getParent());
            WHAT.add(what);
            Files.writeString(NOT_RUN, String.join("\n", WHAT) + "\nBecause " + why + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            LOCK.unlock();
        }
    }

    private static Optional<String> noBadLines() {
        boolean possible = NO_NETWORK.isPresent() || hasNetem() || Files.isReadable(Path.of("/dev/net/tun"));
        return possible ? NO_NETWORK : NO_NETEM.map(why -> why + "; and there is no /dev/net/tun");
    }

    private static Optional<String> whyNot(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (Shell.Failed | UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Everything that a scenario does to a network. */
    private static void tryNetwork() {
        try (Network network = new Network()) {
            Host host = network.addHost();
            host.mute();
            host.unmute();
            host.deafen();
            host.undeafen();
            host.cut();
            host.heal();
        }
    }

    private static void tryLine(String qdisc) {
        try (Network network = new Network()) {
            network.addHost().shape(qdisc);
        }
    }
}
