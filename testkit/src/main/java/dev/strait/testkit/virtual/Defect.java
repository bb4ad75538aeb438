package dev.strait.testkit.virtual;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What was thrown in a world and is no {@link ContractViolation}, as a text that two equal runs share. */
public final class Defect {
    private Defect() {}

    /**
     * What was thrown, and where, down to whoever runs the world: who called that, and so was in the stack trace, is cut from it.
     *
     * @param thrown loses those frames
     * @param runner the class that runs the world
     * @throws VirtualMachineError what was thrown, if that is one and no {@link StackOverflowError}: then the JVM is at its end, and not the run
     */
    public static String text(Throwable thrown, Class<?> runner) {
        if (thrown instanceof VirtualMachineError end && !(thrown instanceof StackOverflowError)) {
            throw end;
        }
        cut(thrown, runner.getName(), Collections.newSetFromMap(new IdentityHashMap<>()));
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void cut(Throwable thrown, String runner, Set<Throwable> done) {
        if (!done.add(thrown)) {
            return;
        }
        thrown.setStackTrace(Arrays.stream(thrown.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(runner))
                .toArray(StackTraceElement[]::new));
        if (thrown.getCause() != null) {
            cut(thrown.getCause(), runner, done);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            cut(suppressed, runner, done);
        }
    }
}
