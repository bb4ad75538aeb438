package dev.strait.wire.directory;

import dev.strait.wire.frame.FewMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of a channel's ends, each once; one is forgotten with the last end that has it. Which role has it is kept apart: what senders
 * write must fit what receivers read, and two ends of one role have nothing to do with each other.
 */
final class SchemaSet extends FewMap<Fingerprint, SchemaSet.Use> {
    /** How many ends of each role have a schema, and whose was the first. */
    static final class Use {
        final Schema schema;
        int senders;
        int receivers;
        String firstSender = "";
        String firstReceiver = "";

        Use(Schema schema) {
            this.schema = schema;
        }

        int ends(Role role) {
            return role == Role.SENDER ? senders : receivers;
        }

        void add(String nodeId, Role role) {
            if (role == Role.SENDER) {
                firstSender = senders++ == 0 ? nodeId : firstSender;
            } else {
                firstReceiver = receivers++ == 0 ? nodeId : firstReceiver;
            }
        }

        /** @return whether nobody has it any more */
        boolean remove(Role role) {
            if (role == Role.SENDER) {
                senders--;
            } else {
                receivers--;
            }
            return senders + receivers == 0;
        }
    }

    boolean isNew(Schema schema) {
        return !containsKey(schema.fingerprint());
    }

    void addUse(Schema schema, String nodeId, Role role) {
        computeIfAbsent(schema.fingerprint(), _ -> new Use(schema)).add(nodeId, role);
    }

    void removeUse(Fingerprint schema, Role role) {
        Use use = get(schema);
        if (use != null && use.remove(role)) {
            remove(schema);
        }
    }

    /**
     * Those of the other role that an end with this schema has not been checked against; as many as one message holds, at least one if
     * any.
     */
    List<SchemaOf> unchecked(Schema own, Role role, List<Fingerprint> checked) {
        Role other = role == Role.SENDER ? Role.RECEIVER : Role.SENDER;
        if (isEmpty() || (size() == 1 && containsKey(own.fingerprint()))) {
            return List.of(); // as nearly always
        }
        Set<Fingerprint> known = new HashSet<>(checked);
        known.add(own.fingerprint());
        List<SchemaOf> unchecked = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<Fingerprint, Use> each : entrySet()) {
            Use use = each.getValue();
            if (use.ends(other) > 0 && !known.contains(each.getKey())) {
                String first = other == Role.SENDER ? use.firstSender : use.firstReceiver;
                SchemaOf schema = new SchemaOf(use.schema, first, other);
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
