package dev.strait.codec;

import java.util.List;

/** A type with a name in a {@link Schema}. Names are simple: a type that moves to another package stays the same. */
sealed interface Definition {

    String name();

    /** A record with its components in the order in which they are written. */
    record OfRecord(String name, List<Component> components) implements Definition {}

    /** A sealed interface with its records and enums, as indexes of definitions; the place in this list is what is written. */
    record OfSealed(String name, List<Integer> subtypes) implements Definition {}

    /** An enum with its constants; the place in this list is what is written. */
    record OfEnum(String name, List<String> constants) implements Definition {}

    record Component(String name, Shape shape) {}
}
