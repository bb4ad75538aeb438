package dev.strait.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;

/**
 * Finds {@code synchronized}, of methods and of blocks. A lock of ours is an object with a name that says what it guards, can
 * be tried and timed, and is waited for interruptibly; a monitor is none of these. ArchUnit does not see blocks, so this reads
 * the instructions.
 */
final class NoMonitors extends ArchCondition<JavaClass> {

    NoMonitors() {
        super("use no monitor");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (MethodModel method : parse(type).methods()) {
            if (usesMonitor(method)) {
                var message = type.getName() + "." + method.methodName().stringValue() + " is or contains synchronized";
                events.add(SimpleConditionEvent.violated(type, message));
            }
        }
    }

    private static boolean usesMonitor(MethodModel method) {
        return method.flags().has(AccessFlag.SYNCHRONIZED)
                || method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .anyMatch(MonitorInstruction.class::isInstance);
    }

    private static ClassModel parse(JavaClass type) {
        try (var bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
