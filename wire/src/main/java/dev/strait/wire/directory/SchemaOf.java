package dev.strait.wire.directory;

/**
 * A schema that a channel already has, told to a node that has not checked it.
 *
 * @param schema the schema
 * @param nodeId the node that opened the first end with it
 * @param role that end's role
 */
public record SchemaOf(Schema schema, String nodeId, Role role) {
    /** What to add to the checked fingerprints if the schema fits. */
    public Fingerprint fingerprint() {
        return schema.fingerprint();
    }
}
