package dev.strait.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.stream.Stream;

/** What Strait never does, whichever package it is in. What a package may use of ours stands in {@link Tree}. */
final class HouseRules {

    private static final DescribedPredicate<JavaClass> LIBRARY = Tree.in("dev.strait..")
            .and(not(Tree.in(
                    "dev.strait.testkit..",
                    "dev.strait.examples..",
                    "dev.strait.bench..",
                    "dev.strait.cli..",
                    "dev.strait.cluster..")));

    static final ArchRule THE_LIBRARY_NEEDS_ONLY_THE_JDK = classes()
            .that(LIBRARY)
            .should()
            .onlyDependOnClassesThat(
                    Tree.in("dev.strait..", "java..", "javax.net..", "javax.crypto..", "org.jspecify.annotations"))
            .andShould(notUse("java.util.logging..")); // logging is System.Logger

    static final ArchRule THE_LIBRARY_LEAVES_THE_CONSOLE_ALONE =
            noClasses().that(LIBRARY).should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    /** The benchmarks are apart: they measure the bare socket beside us. So is the line that the demo cuts, which stands outside every node. */
    static final ArchRule ONLY_THE_TCP_TRANSPORT_OPENS_SOCKETS = noClasses()
            .that(Tree.in("dev.strait..")
                    .and(not(Tree.in("dev.strait.transport.tcp..", "dev.strait.bench..")))
                    .and(not(DescribedPredicate.describe(
                            "the line of the demo", type -> type.getName().startsWith("dev.strait.cli.demo.CutLine")))))
            .should()
            .dependOnClassesThat(
                    Tree.in("javax.net..", "java.net.http..")
                            .or(
                                    DescribedPredicate.describe(
                                            "sockets, their channels and selectors",
                                            type -> type.getName()
                                                            .matches("java\\.net\\.(\\w*Socket(Impl)?|DatagramPacket)")
                                                    || type.getName()
                                                            .matches(
                                                                    "java\\.nio\\.channels\\.(\\w*Socket\\w*|Datagram\\w*|Select\\w*)"))));

    static final ArchRule ONLY_CLUSTER_KNOWS_RATIS = noClasses()
            .that(Tree.in("dev.strait..").and(not(Tree.in("dev.strait.cluster.."))))
            .should()
            .dependOnClassesThat(Tree.in("org.apache.ratis.."));

    static final ArchRule NOTHING_SHIPPED_NEEDS_A_TEST_LIBRARY = noClasses()
            .that(Tree.in("dev.strait..").and(not(Tree.in("dev.strait.testkit.."))))
            .should()
            .dependOnClassesThat(Tree.in(
                    "org.junit..",
                    "org.opentest4j..",
                    "com.tngtech.archunit..",
                    "com.code_intelligence..",
                    "org.jetbrains.lincheck.."));

    /** The command line alone runs the simulator, for those who replay a seed. */
    static final ArchRule ONLY_THE_COMMAND_LINE_USES_THE_TESTKIT = noClasses()
            .that(Tree.in("dev.strait..").and(not(Tree.in("dev.strait.testkit..", "dev.strait.cli"))))
            .should()
            .dependOnClassesThat(Tree.in("dev.strait.testkit.."));

    static final ArchRule NO_MONITOR_IS_USED =
            classes().that(Tree.in("dev.strait..")).should(new NoMonitors());

    /** Users cannot name the types of packages that core does not export, nor should they have to know wire. */
    static final ArchRule THE_PUBLIC_API_SPEAKS_OF_ITSELF_AND_THE_JDK = codeUnits()
            .that()
            .areDeclaredInClassesThat(
                    Tree.in(Tree.PUBLIC_API).and(DescribedPredicate.describe("users see", HouseRules::isSeen)))
            .should(mentionOnly(Tree.in(Tree.PUBLIC_API).or(Tree.in("java.."))));

    private HouseRules() {}

    private static boolean isSeen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(HouseRules::isSeen).orElse(true);
    }

    private static ArchCondition<JavaClass> notUse(String packages) {
        return ArchConditions.not(ArchConditions.dependOnClassesThat(Tree.in(packages)));
    }

    private static ArchCondition<JavaCodeUnit> mentionOnly(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("mention only types that users see") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                if (!unit.getModifiers().contains(JavaModifier.PUBLIC)
                        && !unit.getModifiers().contains(JavaModifier.PROTECTED)) {
                    return;
                }
                Stream.of(
                                unit.getReturnType().getAllInvolvedRawTypes().stream(),
                                unit.getParameterTypes().stream()
                                        .flatMap(type -> type.getAllInvolvedRawTypes().stream()),
                                unit.getExceptionTypes().stream())
                        .flatMap(types -> types)
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !type.isPrimitive() && !allowed.test(type))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " mentions " + type.getName())));
            }
        };
    }
}
