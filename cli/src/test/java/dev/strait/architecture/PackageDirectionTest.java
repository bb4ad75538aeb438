package dev.strait.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackageDirectionTest {

    static Set<String> rows() {
        return Tree.MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aPackageUsesOnlyThoseBelowIt(String row) {
        var allowed =
                Stream.concat(Stream.of(row), Tree.MAY_USE.get(row).stream()).toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(row)
                .should()
                .onlyDependOnClassesThat(Tree.in(allowed).or(not(Tree.in("dev.strait.."))))
                .allowEmptyShould(true) // a package may be yet to come
                .check(Tree.CLASSES);
    }

    @Test
    void everyPackageHasExactlyOneRow() {
        var packages = Tree.CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        for (String name : packages) {
            var rows = rows().stream()
                    .filter(row -> PackageMatcher.of(row).matches(name))
                    .toList();
            assertEquals(1, rows.size(), () -> name + " must match one row of Tree.MAY_USE, and matches " + rows);
        }
    }

    @Test
    void everyModuleIsLookedAt() throws IOException {
        var modules = new TreeSet<String>();
        for (var descriptor : Collections.list(getClass().getClassLoader().getResources("module-info.class"))) {
            try (var bytes = descriptor.openStream()) {
                modules.add(ModuleDescriptor.read(bytes).name());
            }
        }
        for (String module : Set.of("wire", "core", "testkit", "examples", "bench", "cli")) {
            assertTrue(modules.contains("dev.strait." + module), () -> module + " is not among " + modules);
        }
    }

    /** What users do not see has one reader outside: the network of the testkit, which brings a transport of its own. */
    @Test
    void coreShowsUsersItsPublicApiAndTheTestkitItsTransportsAlone() throws IOException {
        var shown = new TreeMap<String, Set<String>>();
        for (var exported : core().exports()) {
            shown.put(exported.source(), exported.targets());
        }
        shown.keySet().removeAll(Set.of(Tree.PUBLIC_API));
        assertEquals(
                Map.of(
                        "dev.strait.transport", Set.of("dev.strait.testkit"),
                        "dev.strait.transport.memory", Set.of("dev.strait.testkit")),
                shown);
        assertTrue(core().opens().isEmpty());
    }

    private ModuleDescriptor core() throws IOException {
        for (var each : Collections.list(getClass().getClassLoader().getResources("module-info.class"))) {
            try (var bytes = each.openStream()) {
                var module = ModuleDescriptor.read(bytes);
                if (module.name().equals("dev.strait.core")) {
                    return module;
                }
            }
        }
        throw new AssertionError("core is not on the class path");
    }

    @Test
    void noPackageIsPartOfACycle() {
        var byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
        var ours = Tree.in("dev.strait..");
        SlicesRuleDefinition.slices()
                .assignedFrom(byPackage)
                .that(describe("are ours", slice -> slice.stream().anyMatch(ours)))
                .should()
                .beFreeOfCycles()
                .check(Tree.CLASSES);
    }
}
