package dev.strait.codec;

/**
 * What a writer writes cannot be read as the declared type. Checked, because who opens a channel must turn it into a refusal
 * that names the channel ({@link dev.strait.error.TypeClash}).
 */
public final class SchemaMismatch extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Schema reader;
    private final transient Schema writer;
    private final String reason;

    /**
     * Reports two schemas that do not fit.
     *
     * @param reader the schema of the declared type
     * @param writer the schema of the other side
     * @param reason the first difference that does not fit, with its place
     */
    public SchemaMismatch(Schema reader, Schema writer, String reason) {
        super(reason + "; declared here: " + reader + "; written there: " + writer);
        this.reader = reader;
        this.writer = writer;
        this.reason = reason;
    }

    /**
     * The schema of the declared type.
     *
     * @return the reader's schema
     */
    public Schema reader() {
        return reader;
    }

    /**
     * The schema of the other side.
     *
     * @return the writer's schema
     */
    public Schema writer() {
        return writer;
    }

    /**
     * Why the two do not fit.
     *
     * @return the first difference, with its place
     */
    public String reason() {
        return reason;
    }
}
