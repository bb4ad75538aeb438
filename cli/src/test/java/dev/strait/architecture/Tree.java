package dev.strait.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The packages of Strait and how they may use each other: the one place to change when a package is added. */
final class Tree {

    /** What users see of core: the packages that it exports. */
    static final String[] PUBLIC_API = {
        "dev.strait",
        "dev.strait.codec",
        "dev.strait.error",
        "dev.strait.work",
        "dev.strait.service",
        "dev.strait.source",
        "dev.strait.mailbox"
    };

    private static final String[] WIRE = {"dev.strait.wire.."};

    /**
     * Each package, with those of ours that it may use beside itself, in ArchUnit's notation (two dots: and all below). No
     * package may match two rows. A package may be missing from the tree, but none of the tree may be missing here.
     */
    static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            // wire, from the bottom up
            row("dev.strait.wire.frame"),
            row("dev.strait.wire.session", "dev.strait.wire.frame"),
            row("dev.strait.wire.mux", "dev.strait.wire.frame", "dev.strait.wire.session"),
            row("dev.strait.wire.directory", "dev.strait.wire.frame", "dev.strait.wire.session", "dev.strait.wire.mux"),
            row("dev.strait.wire.dispatch", "dev.strait.wire.frame", "dev.strait.wire.session", "dev.strait.wire.mux"),
            row("dev.strait.wire.engine", WIRE),
            // core, from the bottom up
            row("dev.strait.error"),
            row("dev.strait.codec", "dev.strait.error"),
            row("dev.strait.channel", "dev.strait.error"),
            row("dev.strait.transport", "dev.strait.error"),
            row("dev.strait.transport.ring", "dev.strait.transport"),
            row("dev.strait.transport.tcp", "dev.strait.transport", "dev.strait.transport.ring", "dev.strait.error"),
            row("dev.strait.transport.memory", "dev.strait.transport", "dev.strait.error"),
            row(
                    "dev.strait.runtime",
                    "dev.strait.transport..",
                    "dev.strait.channel",
                    "dev.strait.codec",
                    "dev.strait.error",
                    "dev.strait.wire.."),
            row(
                    "dev.strait",
                    "dev.strait.runtime",
                    "dev.strait.transport..",
                    "dev.strait.channel",
                    "dev.strait.codec",
                    "dev.strait.error",
                    "dev.strait.wire.."),
            // patterns, each on the rest of the public API alone
            row("dev.strait.work", "dev.strait", "dev.strait.codec", "dev.strait.error"),
            row("dev.strait.service", "dev.strait", "dev.strait.codec", "dev.strait.error"),
            row("dev.strait.source", "dev.strait", "dev.strait.codec", "dev.strait.error"),
            row("dev.strait.mailbox", "dev.strait", "dev.strait.codec", "dev.strait.error"),
            // what stands beside the library
            row("dev.strait.testkit.virtual"),
            row("dev.strait.testkit.sim", with("dev.strait.testkit.virtual", WIRE)),
            row(
                    "dev.strait.testkit.network",
                    with("dev.strait.transport", with("dev.strait.transport.memory", PUBLIC_API))),
            row("dev.strait.examples..", PUBLIC_API),
            row("dev.strait.bench..", with("dev.strait.wire..", PUBLIC_API)),
            row(
                    "dev.strait.cli",
                    with(
                            "dev.strait.testkit.sim",
                            with(
                                    "dev.strait.testkit.virtual",
                                    with("dev.strait.cli..", with("dev.strait.examples", PUBLIC_API))))),
            row("dev.strait.cli.demo", PUBLIC_API)));

    /** Every class of every module, without tests. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.strait");

    private Tree() {}

    /** Whether a class belongs to one of the packages, given in ArchUnit's notation. */
    static DescribedPredicate<JavaClass> in(String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages);
    }

    private static Map.Entry<String, Set<String>> row(String name, String... mayUse) {
        return Map.entry(name, Set.of(mayUse));
    }

    private static String[] with(String one, String... others) {
        return Stream.concat(Stream.of(one), List.of(others).stream()).toArray(String[]::new);
    }
}
