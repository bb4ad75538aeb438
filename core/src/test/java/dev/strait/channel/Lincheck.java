package dev.strait.channel;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/** How much Lincheck does in an everyday build, and with {@code -Dstrait.soak=true}. */
final class Lincheck {
    private static final boolean SOAK = Boolean.getBoolean("strait.soak");

    private Lincheck() {}

    /** Goes through the interleavings of programs of two threads; {@code before} operations come first, in one thread. */
    static void modelCheck(Class<?> operations, Class<?> meaning, int before) {
        modelChecking(before).sequentialSpecification(meaning).check(operations);
    }

    /** Runs programs of three threads many times. */
    static void stress(Class<?> operations, Class<?> meaning, int before) {
        stressing(before).sequentialSpecification(meaning).check(operations);
    }

    /** Goes through the interleavings of each two operations without arguments, one in each of two threads. */
    static void modelCheckPairs(Class<?> operations) {
        ModelCheckingOptions options =
                new ModelCheckingOptions().iterations(0).invocationsPerIteration(SOAK ? 10_000 : 200);
        List<Method> methods = Arrays.stream(operations.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Operation.class))
                .toList();
        for (Method one : methods) {
            for (Method other : methods) {
                options.addCustomScenario(new ExecutionScenario(
                        List.of(),
                        List.of(List.of(new Actor(one, List.of())), List.of(new Actor(other, List.of()))),
                        List.of(),
                        null));
            }
        }
        options.check(operations);
    }

    /** Both, judged by a verifier. */
    static void checkBy(Class<? extends Verifier> verifier, Class<?> operations, int before) {
        modelChecking(before).verifier(verifier).check(operations);
        stressing(before).verifier(verifier).check(operations);
    }

    private static ModelCheckingOptions modelChecking(int before) {
        return new ModelCheckingOptions()
                .iterations(SOAK ? 60 : 3)
                .invocationsPerIteration(SOAK ? 3_000 : 100)
                .threads(2)
                .actorsBefore(before)
                .actorsPerThread(2)
                .actorsAfter(2);
    }

    private static StressOptions stressing(int before) {
        return new StressOptions()
                .iterations(SOAK ? 100 : 4)
                .invocationsPerIteration(SOAK ? 5_000 : 400)
                .threads(3)
                .actorsBefore(before)
                .actorsPerThread(2)
                .actorsAfter(2);
    }
}
