package dev.strait.examples;

import java.util.List;

/** Every example, in the order in which a newcomer would read them. */
public final class Examples {

    private static final List<Example> ALL = List.of(
            new Example("capitalizer", "one side sends words, others send them back in capitals", Capitalizer::main),
            new Example("adder", "requests and answers: questions with an id, added by others", Adder::main));

    private Examples() {}

    /**
     * Returns every example.
     *
     * @return an immutable list
     */
    public static List<Example> all() {
        return ALL;
    }
}
