package dev.strait.wire.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schemas of a channel's ends, each once; one is forgotten with the last end that has it. */
final class SchemaSet {
    private final Map<Fingerprint, Use> uses = new LinkedHashMap<>();

    private static final class Use {
        final SchemaOf schema;
        int ends;

        Use(SchemaOf schema) {
            this.schema = schema;
        }
    }

    int size() {
        return uses.size();
    }

    boolean isNew(Schema schema) {
        return !uses.containsKey(schema.fingerprint());
    }

    void add(Schema schema, String nodeId, Role role) {
        uses.computeIfAbsent(schema.fingerprint(), _ -> new Use(new SchemaOf(schema, nodeId, role))).ends++;
    }

    void remove(Fingerprint schema) {
        uses.computeIfPresent(schema, (_, use) -> --use.ends == 0 ? null : use);
    }

    /** Those that an end with this schema has not been checked against; as many as one message holds, at least one if any. */
    List<SchemaOf> unchecked(Schema own, List<Fingerprint> checked) {
        Set<Fingerprint> known = new HashSet<>(checked);
        known.add(own.fingerprint());
        List<SchemaOf> unchecked = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<Fingerprint, Use> each : uses.entrySet()) {
            if (!known.contains(each.getKey())) {
                bytes += DirectoryCodec.schemaBytes(each.getValue().schema);
                if (!unchecked.isEmpty() && bytes > DirectoryBounds.MAX_REFUSED_BYTES) {
                    break;
                }
                unchecked.add(each.getValue().schema);
            }
        }
        return unchecked;
    }
}
