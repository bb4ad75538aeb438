package dev.strait.wire.directory;

import dev.strait.wire.frame.FewMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of a channel's ends, each once; one is forgotten with the last end that has it. Which role has it is kept apart: what senders
 * write must fit what receivers read, and two ends of one role have nothing to do with each other.
 */
final class SchemaSet {
    private final Map<Fingerprint, Use> uses = new FewMap<>();

    private static final class Use {
        final Schema schema;
        final Map<Role, Holders> holders = new EnumMap<>(Role.class);

        Use(Schema schema) {
            this.schema = schema;
        }
    }

    /** How many ends of one role have a schema, and whose was the first. */
    private record Holders(String firstNode, int ends) {}

    int size() {
        return uses.size();
    }

    boolean isNew(Schema schema) {
        return !uses.containsKey(schema.fingerprint());
    }

    void add(Schema schema, String nodeId, Role role) {
        Use use = uses.computeIfAbsent(schema.fingerprint(), _ -> new Use(schema));
        use.holders.merge(role, new Holders(nodeId, 1), (before, _) -> new Holders(before.firstNode, before.ends + 1));
    }

    void remove(Fingerprint schema, Role role) {
        Use use = uses.get(schema);
        if (use != null) {
            use.holders.computeIfPresent(role, (_, it) -> it.ends == 1 ? null : new Holders(it.firstNode, it.ends - 1));
            if (use.holders.isEmpty()) {
                uses.remove(schema);
            }
        }
    }

    /**
     * Those of the other role that an end with this schema has not been checked against; as many as one message holds, at least one if
     * any.
     */
    List<SchemaOf> unchecked(Schema own, Role role, List<Fingerprint> checked) {
        Role other = role == Role.SENDER ? Role.RECEIVER : Role.SENDER;
        if (uses.isEmpty() || (uses.size() == 1 && uses.containsKey(own.fingerprint()))) {
            return List.of(); // as nearly always
        }
        Set<Fingerprint> known = new HashSet<>(checked);
        known.add(own.fingerprint());
        List<SchemaOf> unchecked = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<Fingerprint, Use> each : uses.entrySet()) {
            Holders holders = each.getValue().holders.get(other);
            if (holders != null && !known.contains(each.getKey())) {
                SchemaOf schema = new SchemaOf(each.getValue().schema, holders.firstNode, other);
                bytes += DirectoryCodec.schemaBytes(schema);
                if (!unchecked.isEmpty() && bytes > DirectoryBounds.MAX_REFUSED_BYTES) {
                    break;
                }
                unchecked.add(schema);
            }
        }
        return unchecked;
    }
}
