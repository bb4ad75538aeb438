package dev.strait.codec;

/** The limits of this package; {@code docs/codec.md} lists them for users. */
final class Limits {

    /** How many records may be nested inside each other in one value. */
    static final int MAX_DEPTH = 64;

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
