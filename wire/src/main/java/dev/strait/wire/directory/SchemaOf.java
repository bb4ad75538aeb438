package dev.strait.wire.directory;

/**
 * A schema that a channel already has, told to a node that has not checked it.
 *
 * @param schema the schema
 * @param nodeId the node that opened the first end of that role with it
 * @param role the role of the ends that have it: the other one than that of the end that is to be checked
 */
public record SchemaOf(Schema schema, String nodeId, Role role) {
    /** What to add to the checked fingerprints if the schema fits. */
    public Fingerprint fingerprint() {
        return schema.fingerprint();
    }
}
