package dev.strait.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Collections;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;

/**
 * The rule that makes the protocol replayable: what wire does follows from what it is given. It names what may be used, since
 * a list of what may not would never be complete.
 */
final class WireIsPure {

    /** A digest is a function of its input, and every Java platform has SHA-256. */
    private static final DescribedPredicate<JavaClass> DIGEST = describe(
            "a digest",
            type -> type.isEquivalentTo(MessageDigest.class) || type.isEquivalentTo(NoSuchAlgorithmException.class));

    /** Values, collections, buffers and text; neither input and output nor anything of {@code java.util.concurrent}. */
    private static final DescribedPredicate<JavaClass> HARMLESS_PACKAGES = Tree.in(
            "dev.strait.wire..",
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "org.jspecify.annotations");

    /** What in those packages is a thread, a clock, randomness, or the outside. */
    private static final Set<Class<?>> IMPURE_TYPES = Set.of(
            Thread.class,
            ThreadLocal.class,
            InheritableThreadLocal.class,
            ThreadGroup.class,
            ScopedValue.class,
            Process.class,
            ProcessBuilder.class,
            ProcessHandle.class,
            Runtime.class,
            System.Logger.class,
            Clock.class,
            Random.class,
            SplittableRandom.class,
            Timer.class,
            TimerTask.class);

    static final DescribedPredicate<JavaClass> IMPURE_TYPE = describe(
            "a thread, a clock, randomness or the outside",
            type -> IMPURE_TYPES.stream().anyMatch(type::isAssignableTo) && !type.isEquivalentTo(Object.class));

    /** What of {@code Math} may have other results on another machine, by a last digit; those of {@code StrictMath} are the same everywhere. */
    private static final Set<String> INEXACT = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log",
            "log10", "log1p", "pow", "cbrt", "hypot");

    static final DescribedPredicate<JavaAccess<?>> IMPURE_ACCESS =
            describe("the time, chance, a monitor or inexact functions", access -> {
                var owner = access.getTargetOwner();
                var name = access.getTarget().getName();
                return owner.isEquivalentTo(System.class)
                                && !Set.of("arraycopy", "identityHashCode", "lineSeparator")
                                        .contains(name)
                        || owner.getPackageName().equals("java.time") && name.equals("now")
                        || owner.isEquivalentTo(Math.class) && (name.equals("random") || INEXACT.contains(name))
                        || owner.isEquivalentTo(UUID.class) && name.equals("randomUUID")
                        || owner.isEquivalentTo(Collections.class) && name.equals("shuffle")
                        || Set.of("wait", "notify", "notifyAll").contains(name)
                                && access.getTarget().getFullName().startsWith("java.lang.Object.")
                        || name.startsWith("parallel") && owner.getPackageName().startsWith("java.util");
            });

    static final ArchRule RULE = CompositeArchRule.of(classes()
                    .that()
                    .resideInAPackage("dev.strait.wire..")
                    .should()
                    .onlyDependOnClassesThat(HARMLESS_PACKAGES.or(DIGEST).and(not(IMPURE_TYPE))))
            .and(noClasses()
                    .that()
                    .resideInAPackage("dev.strait.wire..")
                    .should()
                    .accessTargetWhere(IMPURE_ACCESS));

    private WireIsPure() {}
}
