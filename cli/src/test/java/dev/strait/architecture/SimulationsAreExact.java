package dev.strait.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/** The rule that makes one seed one history: what the simulators do, of Strait and of others' protocols, follows from the seed alone. */
final class SimulationsAreExact {

    private static final DescribedPredicate<JavaClass> SIMULATORS =
            Tree.in("dev.strait.testkit.virtual..", "dev.strait.testkit.sim..");

    private static final DescribedPredicate<JavaClass> DICE =
            describe("the dice", type -> type.getName().equals("dev.strait.testkit.virtual.Dice"));

    /** Where an object lies in memory is chance, too. */
    private static final DescribedPredicate<JavaAccess<?>> IDENTITY = describe(
            "where an object lies", access -> access.getTarget().getName().equals("identityHashCode"));

    static final ArchRule RULE = CompositeArchRule.of(noClasses()
                    .that(SIMULATORS.and(not(DICE)))
                    .should()
                    .dependOnClassesThat(WireIsPure.IMPURE_TYPE.or(Tree.in("java.util.concurrent.."))))
            .and(noClasses().that(SIMULATORS).should().accessTargetWhere(WireIsPure.IMPURE_ACCESS.or(IDENTITY)));

    private SimulationsAreExact() {}
}
