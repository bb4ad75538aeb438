package dev.strait.codec;

/** The limits of this package; {@code docs/codec.md} lists them for users. */
final class Limits {

    /**
     * How many records may be nested inside each other in one value. A thread has 1 MiB of stack by default. Five hundred records
     * with {@link #MAX_COLLECTION_DEPTH} collections between them were measured to need 528 KiB of it where that is most, which
     * is in code that is being profiled; an agent that adds code of its own may need half as much again.
     */
    static final int MAX_DEPTH = 500;

    /**
     * How many lists, sets, maps, arrays and optionals may be nested inside each other in one value beside the records, of such as
     * may hold records or enums. Without this, {@link #MAX_TYPE_NESTING} of them might stand between one record and the next.
     */
    static final int MAX_COLLECTION_DEPTH = 750;

    /**
     * For how many levels a record counts as an element of a set or a key of a map. Every level of those hashes all that is in
     * it once more, so five hundred of them would let a message cost five hundred times its length.
     */
    static final int LEVELS_OF_A_KEY = 16;

    /**
     * How many elements of a set, or keys of a map, may have one and the same hash code, where the JDK cannot order them. Keys that
     * nobody chose for it seldom do more than a few times; keys that somebody did cost a comparison for each pair of them.
     */
    static final int MAX_EQUAL_HASHES = 256;

    /** How many bytes a BigInteger, and the digits of a BigDecimal, may have: some 157,000 decimal digits. */
    static final int MAX_NUMBER_BYTES = 64 * 1024;

    /** How far the scale of a BigDecimal may be from zero, as its plain text and its sums grow with that. */
    static final int MAX_SCALE = 10_000;

    /** How many collections and optionals may be nested in one declared type, as in {@code List<List<String>>}. */
    static final int MAX_TYPE_NESTING = 16;

    /** How many bytes the canonical form of a schema may have. */
    static final int MAX_SCHEMA_BYTES = 64 * 1024;

    /** How many records, sealed interfaces and enums a schema may define. */
    static final int MAX_DEFINITIONS = 512;

    /** How many components a record may have: every one a long, they must still fit a method's 255 argument slots. */
    static final int MAX_COMPONENTS = 120;

    /** How many bytes of UTF-8 a name in a schema may have. */
    static final int MAX_NAME_BYTES = 255;

    /** How many characters of a schema's text are shown. */
    static final int MAX_TEXT = 2000;

    private Limits() {}
}
