package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Reads messages, trusting no byte; the counterpart of {@link MessageWriter}, field by field. */
final class MessageReader {
    private static final int FINGERPRINT_BYTES = 16;
    /** An end with an id of one byte, role, state, fingerprint, no addresses. */
    private static final int MIN_MEMBER_BYTES = 2 + 1 + 16 + 8 + 1 + 1 + FINGERPRINT_BYTES + 1;
    /** An empty schema of a node with an id of one byte. */
    private static final int MIN_SCHEMA_BYTES = 4 + 2 + 1 + 1;

    private static final Role[] ROLES = Role.values();
    private static final Departure[] DEPARTURES = Departure.values();
    private static final RefusalCode[] REFUSALS = RefusalCode.values();

    private final WireReader in;
    private final Vocabulary vocabulary;

    MessageReader(WireReader in, Vocabulary vocabulary) {
        this.in = in;
        this.vocabulary = vocabulary;
    }

    DirectoryMessage message() {
        int kind = in.u8("kind of directory message");
        return switch (kind) {
            case DirectoryCodec.JOIN -> join();
            case DirectoryCodec.OPEN_END -> openEnd();
            case DirectoryCodec.END_SENDER -> new ToDirectory.EndSender(end(), ended());
            case DirectoryCodec.CLOSE_END -> new ToDirectory.CloseEnd(end());
            case DirectoryCodec.WITHDRAW_END -> new ToDirectory.WithdrawEnd(end());
            case DirectoryCodec.LEAVE_NODE -> new ToDirectory.LeaveNode();
            case DirectoryCodec.JOINED -> new ToClient.Joined(node("directory"));
            case DirectoryCodec.OPENED -> new ToClient.Opened(request(), generation(), channelState(), members());
            case DirectoryCodec.REFUSED ->
                new ToClient.Refused(request(), constant("refusal", REFUSALS, RefusalCode::number), text(), schemas());
            case DirectoryCodec.APPEARED -> new ToClient.Appeared(channel(), generation(), member());
            case DirectoryCodec.GONE ->
                new ToClient.Gone(channel(), generation(), end(), constant("departure", DEPARTURES, Departure::number));
            case DirectoryCodec.HEARD -> new ToClient.Heard(in.u63("leaves heard"));
            case DirectoryCodec.COMPLETED ->
                new ToClient.Completed(channel(), generation(), ends("senders"), departed("lost senders"));
            case DirectoryCodec.FAILED ->
                new ToClient.Failed(channel(), generation(), end(), code(), text(), ends("senders"));
            default -> throw in.violation("kind of directory message is unknown: " + kind);
        };
    }

    private ToDirectory join() {
        NodeRef node = node("node");
        List<String> addresses = addresses();
        boolean rejoining = in.flag("rejoining");
        boolean hasPrior = in.flag("presence of a prior directory");
        return new ToDirectory.Join(node, addresses, rejoining, hasPrior ? node("prior directory") : null);
    }

    private ToDirectory openEnd() {
        long request = request();
        EndRef end = end();
        String name = channel();
        int capacity = in.u31("capacity");
        if (capacity > DirectoryBounds.MAX_CAPACITY) {
            throw in.violation("capacity must be 0 to " + DirectoryBounds.MAX_CAPACITY + ", was " + capacity);
        }
        int expectSenders = in.u16("expected senders");
        int flags = in.u8("spec flags");
        if ((flags & ~DirectoryCodec.SPEC_FLAGS) != 0) {
            throw in.violation("spec flags are unknown: " + flags);
        }
        ChannelSpec spec = new ChannelSpec(
                name,
                capacity,
                expectSenders,
                (flags & DirectoryCodec.NEVER_COMPLETES) != 0,
                (flags & DirectoryCodec.TOLERATES_LOST_SENDERS) != 0,
                (flags & DirectoryCodec.AT_MOST_ONCE) != 0);
        Role role = role();
        EndState state = stateOf(role);
        Schema schema = schema();
        List<Fingerprint> checked = checked();
        ToDirectory.Recall recall = in.flag("presence of a recall") ? recall() : null;
        return new ToDirectory.OpenEnd(request, end, spec, role, state, schema, checked, recall);
    }

    private ToDirectory.Recall recall() {
        ChannelState state = channelState();
        List<EndRef> senders = switch (state) {
            case ChannelState.Live _ -> List.of();
            case ChannelState.Completed it -> it.senders();
            case ChannelState.Failed it -> it.senders();
        };
        if (!senders.isEmpty()) {
            throw in.violation("recalled outcome names " + senders.size() + " senders, must name none");
        }
        return new ToDirectory.Recall(state, ends("senders present"));
    }

    private ChannelState channelState() {
        int kind = in.u8("channel state");
        return switch (kind) {
            case DirectoryCodec.CHANNEL_LIVE -> {
                List<EndRef> closed = departed("closed senders");
                List<EndRef> lost = departed("lost senders");
                int unnamed = in.u31("senders without a name");
                if (unnamed > DirectoryBounds.MAX_UNNAMED_DEPARTED) {
                    throw in.violation("senders without a name must be at most " + DirectoryBounds.MAX_UNNAMED_DEPARTED
                            + ", were " + unnamed);
                }
                yield new ChannelState.Live(new ChannelState.Departed(closed, lost, unnamed));
            }
            case DirectoryCodec.CHANNEL_COMPLETED ->
                new ChannelState.Completed(ends("senders"), departed("lost senders"));
            case DirectoryCodec.CHANNEL_FAILED -> new ChannelState.Failed(end(), code(), text(), ends("senders"));
            default -> throw in.violation("channel state is unknown: " + kind);
        };
    }

    private List<EndRef> departed(String what) {
        List<EndRef> ends = ends(what);
        if (ends.size() > DirectoryBounds.MAX_NAMED_DEPARTED) {
            throw in.violation(
                    what + " must be at most " + DirectoryBounds.MAX_NAMED_DEPARTED + ", were " + ends.size());
        }
        return ends;
    }

    private List<Member> members() {
        int count = count("members", Integer.MAX_VALUE, MIN_MEMBER_BYTES);
        List<Member> members = new ArrayList<>(count);
        for (int each = 0; each < count; each++) {
            members.add(member());
        }
        return members;
    }

    private Member member() {
        EndRef end = end();
        Role role = role();
        return new Member(end, role, stateOf(role), fingerprint(), addresses());
    }

    private List<SchemaOf> schemas() {
        int count = count("schemas", Integer.MAX_VALUE, MIN_SCHEMA_BYTES);
        List<SchemaOf> schemas = new ArrayList<>(count);
        for (int each = 0; each < count; each++) {
            Schema schema = schema();
            String nodeId = in.string("node id", 1, FrameLimits.MAX_NODE_ID_BYTES);
            schemas.add(new SchemaOf(schema, nodeId, role()));
        }
        return schemas;
    }

    private List<Fingerprint> checked() {
        int count = count("checked fingerprints", DirectoryBounds.MAX_CHECKED, FINGERPRINT_BYTES);
        List<Fingerprint> checked = new ArrayList<>(count);
        for (int each = 0; each < count; each++) {
            checked.add(fingerprint());
        }
        return checked;
    }

    private int count(String what, int max, int minBytesEach) {
        int count = in.u16("number of " + what);
        if (count > max || count > in.remaining() / minBytesEach) {
            throw in.violation(
                    what + " must be at most " + max + " and fit " + in.remaining() + " bytes, were " + count);
        }
        return count;
    }

    private List<String> addresses() {
        List<String> known = vocabulary.addresses.find(in);
        int from = in.position();
        return known != null ? known : vocabulary.addresses.keep(in, from, newAddresses());
    }

    private List<String> newAddresses() {
        int count = in.u8("number of listen addresses");
        if (count > FrameLimits.MAX_ADDRESSES) {
            throw in.violation("listen addresses must be at most " + FrameLimits.MAX_ADDRESSES + ", were " + count);
        }
        List<String> addresses = new ArrayList<>(count);
        for (int each = 0; each < count; each++) {
            addresses.add(in.string("listen address", 1, FrameLimits.MAX_ADDRESS_BYTES));
        }
        return List.copyOf(addresses);
    }

    private EndState state() {
        int kind = in.u8("end state");
        return switch (kind) {
            case DirectoryCodec.STATE_OPEN -> EndState.OPEN;
            case DirectoryCodec.STATE_DONE -> EndState.DONE;
            case DirectoryCodec.STATE_FAILED -> new EndState.Failed(code(), text());
            default -> throw in.violation("end state is unknown: " + kind);
        };
    }

    private EndState stateOf(Role role) {
        EndState state = state();
        if (role == Role.RECEIVER && !(state instanceof EndState.Open)) {
            throw in.violation("a receiver can only be open, was " + state);
        }
        return state;
    }

    private EndState ended() {
        EndState state = state();
        if (state instanceof EndState.Open) {
            throw in.violation("a sender ends as done or failed, was open");
        }
        return state;
    }

    private ErrorCode code() {
        int number = in.u16("error code");
        ErrorCode code = ErrorCode.of(number);
        if (code == null) {
            throw in.violation("error code is unknown: " + number);
        }
        return code;
    }

    private <E extends Enum<E>> E constant(String what, E[] constants, ToIntFunction<E> number) {
        int said = in.u8(what);
        for (E each : constants) {
            if (number.applyAsInt(each) == said) {
                return each;
            }
        }
        throw in.violation(what + " is unknown: " + said);
    }

    private Role role() {
        return constant("role", ROLES, Role::number);
    }

    private Schema schema() {
        Schema known = vocabulary.schemas.find(in);
        int from = in.position();
        return known != null
                ? known
                : vocabulary.schemas.keep(in, from, Schema.of(in.bytes("schema", DirectoryBounds.MAX_SCHEMA_BYTES)));
    }

    private Fingerprint fingerprint() {
        Fingerprint known = vocabulary.fingerprints.find(in);
        int from = in.position();
        return known != null
                ? known
                : vocabulary.fingerprints.keep(in, from, new Fingerprint(in.u64("fingerprint"), in.u64("fingerprint")));
    }

    private String channel() {
        return in.string("channel name", 1, FrameLimits.MAX_CHANNEL_NAME_BYTES);
    }

    private String text() {
        return in.string("text", 0, DirectoryBounds.MAX_TEXT_BYTES);
    }

    private long request() {
        return in.u63("request");
    }

    private long generation() {
        return in.u63("generation");
    }

    private EndRef end() {
        NodeRef node = node("end");
        return new EndRef(node, in.u63("end"));
    }

    private NodeRef node(String what) {
        NodeRef known = vocabulary.nodes.find(in);
        int from = in.position();
        return known != null ? known : vocabulary.nodes.keep(in, from, in.node(what));
    }

    private List<EndRef> ends(String what) {
        return EndRefs.read(in, what, this::node);
    }
}
