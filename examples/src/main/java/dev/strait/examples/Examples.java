package dev.strait.examples;

import java.util.List;
import java.util.Optional;

/** Every example, in the order in which a newcomer would read them. */
public final class Examples {

    private static final List<Example> ALL = List.of();

    private Examples() {}

    /**
     * Returns every example.
     *
     * @return an immutable list
     */
    public static List<Example> all() {
        return ALL;
    }

    /**
     * Returns the example of that name, if there is one.
     *
     * @param name as {@link Example#name()} has it
     */
    public static Optional<Example> named(String name) {
        return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
    }
}
