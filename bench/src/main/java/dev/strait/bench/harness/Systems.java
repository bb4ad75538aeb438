package dev.strait.bench.harness;

import dev.strait.bench.spi.SystemUnderTest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The systems on the class path, the limit first, then Strait, then the others by name. */
public final class Systems {
    /** The name of the limit, beside which everything is measured. */
    public static final String RAW = "raw";

    /** The name of ours. */
    public static final String STRAIT = "strait";

    private Systems() {}

    /** Finds all. */
    public static List<SystemUnderTest> all() {
        return ServiceLoader.load(SystemUnderTest.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt((SystemUnderTest system) -> rank(system.name()))
                        .thenComparing(SystemUnderTest::name))
                .toList();
    }

    /** Finds one by its name. */
    public static Optional<SystemUnderTest> named(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static int rank(String name) {
        return switch (name) {
            case RAW -> 0;
            case STRAIT -> 1;
            default -> 2;
        };
    }
}
