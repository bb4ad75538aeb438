package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Describes what a codec writes: names, components and their types, and nothing of Java's. The two sides of a channel exchange
 * schemas once, when it opens, and messages carry no type. Immutable; equal if the canonical bytes are equal.
 */
public final class Schema {

    /** How many bytes {@link #bytes()} has at most: 64 KiB. */
    public static final int MAX_BYTES = Limits.MAX_SCHEMA_BYTES;

    private final List<Definition> definitions;
    private final Shape root;
    private final byte[] canonical;
    private final Fingerprint fingerprint;
    private final boolean carriesEnds;

    Schema(List<Definition> definitions, Shape root) {
        this(definitions, root, SchemaForm.encode(definitions, root));
    }

    private Schema(List<Definition> definitions, Shape root, byte[] canonical) {
        this.definitions = List.copyOf(definitions);
        this.root = root;
        this.canonical = canonical;
        this.fingerprint = Fingerprint.of(canonical);
        this.carriesEnds = root.mayHoldEnds() || definitions.stream().anyMatch(Schema::mayHoldEnds);
    }

    /**
     * The schema of a codec with a form of its own. Two such schemas fit if their names are equal.
     *
     * @param name names the form and, where it matters, the type and version; 1 to 255 bytes of UTF-8
     * @return the schema
     */
    public static Schema opaque(String name) {
        if (name.isEmpty() || Utf8.length(name) > Limits.MAX_NAME_BYTES || !SchemaForm.isPrintable(name)) {
            throw new IllegalArgumentException(
                    "a schema's name has 1 to 255 bytes of UTF-8 without control characters: '" + name + "'");
        }
        return new Schema(List.of(), new Shape.Opaque(name));
    }

    /**
     * Reads the canonical form, as it came from another process.
     *
     * @param bytes what {@link #bytes()} gave there
     * @return the schema
     * @throws DecodeFailed if the bytes are not the canonical form of a schema; nothing else is thrown, whatever the bytes
     */
    public static Schema decode(byte[] bytes) {
        SchemaForm.Parts parts = SchemaForm.decode(bytes);
        return new Schema(parts.definitions(), parts.root(), bytes.clone());
    }

    /**
     * The canonical form, specified in {@code docs/codec.md}.
     *
     * @return a new array of at most {@link #MAX_BYTES} bytes
     */
    public byte[] bytes() {
        return canonical.clone();
    }

    /**
     * Stands for the whole schema where only equality matters.
     *
     * @return the first 128 bits of the SHA-256 of the canonical form
     */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * Says whether values written under this schema can be read under another one.
     *
     * @param reader the schema of the side that reads
     * @return empty if they can; otherwise the first difference that does not fit, with its place
     */
    public Optional<String> obstacleTo(Schema reader) {
        return equals(reader) ? Optional.empty() : Compatibility.obstacle(this, reader);
    }

    /**
     * Says whether a value of this schema may hold an end of a channel, anywhere in it ({@link TravelsAsReference}).
     *
     * @return whether it may; found when the schema was made
     */
    public boolean carriesEnds() {
        return carriesEnds;
    }

    private static boolean mayHoldEnds(Definition definition) {
        return definition instanceof Definition.OfRecord(String _, List<Definition.Component> components)
                && components.stream().anyMatch(component -> component.shape().mayHoldEnds());
    }

    List<Definition> definitions() {
        return definitions;
    }

    Definition definition(Shape.Named named) {
        return definitions.get(named.index());
    }

    Shape root() {
        return root;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that && MessageDigest.isEqual(canonical, that.canonical);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /**
     * The schema as a person reads it, such as {@code record Order(long id, List<Item> items); record Item(String name)}; cut off
     * with an ellipsis after 2,000 characters, since a schema may come from anywhere and its text go into a log.
     */
    @Override
    public String toString() {
        String text = new SchemaText(definitions).of(root);
        return text.length() <= Limits.MAX_TEXT ? text : text.substring(0, Limits.MAX_TEXT) + "\u2026";
    }

    /**
     * 128 bits that two different schemas do not share.
     *
     * @param high the first 64 bits
     * @param low the last 64 bits
     */
    public record Fingerprint(long high, long low) {

        static Fingerprint of(byte[] canonical) {
            try {
                ByteBuffer digest =
                        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(canonical));
                return new Fingerprint(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has SHA-256", e);
            }
        }

        @Override
        public String toString() {
            return "%016x%016x".formatted(high, low);
        }
    }
}
