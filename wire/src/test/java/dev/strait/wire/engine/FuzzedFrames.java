package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.ChannelState;
import dev.strait.wire.directory.Departure;
import dev.strait.wire.directory.DirectoryCodec;
import dev.strait.wire.directory.DirectoryMessage;
import dev.strait.wire.directory.EndState;
import dev.strait.wire.directory.Fingerprint;
import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.RefusalCode;
import dev.strait.wire.directory.Role;
import dev.strait.wire.directory.Schema;
import dev.strait.wire.directory.SchemaOf;
import dev.strait.wire.directory.ToClient;
import dev.strait.wire.directory.ToDirectory;
import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Ping;
import dev.strait.wire.frame.Pong;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.Returned;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.Taken;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Want;
import dev.strait.wire.frame.WireWriter;
import dev.strait.wire.frame.Withdraw;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames of every type with fields that were decided by a fuzzer, mostly such as mean something to the node that gets them. */
final class FuzzedFrames {
    private static final List<FrameType> TYPES = List.of(FrameType.values());
    private static final List<ErrorCode> CODES = List.of(ErrorCode.values());
    private static final Schema SCHEMA = Schema.of("text".getBytes(StandardCharsets.UTF_8));

    private final Siege siege;
    private final Choices choices;

    FuzzedFrames(Siege siege, Choices choices) {
        this.siege = siege;
        this.choices = choices;
    }

    /** A frame of any type for the connection. */
    Frame next(Intruder on) {
        return next(on, choices.of(TYPES));
    }

    /** A frame of the type for the connection; a PING where the decisions are of none that can be written. */
    Frame next(Intruder on, FrameType type) {
        try {
            return frame(on, type);
        } catch (IllegalArgumentException impossible) {
            return new Ping(0);
        }
    }

    private Frame frame(Intruder on, FrameType type) {
        int stream = type.scope() == FrameType.Scope.LINK ? 0 : stream(on);
        return switch (type) {
            case HELLO -> hello(on);
            case READY -> new Ready(choices.number());
            case CLOSE -> new Close(choices.of(CODES), choices.text());
            case PING -> new Ping(choices.number());
            case PONG -> new Pong(choices.number());
            case ACK -> new Ack(choices.number());
            case DIRECTORY -> frame(message(on));
            case OPEN -> {
                Siege.Target target = choices.of(siege.targets(on.victim()));
                long receiver = choices.rarely(8) ? choices.number() : target.end();
                String channel = choices.rarely(8) ? choices.text() : target.channel();
                yield new Open(stream, 1 + choices.number() % 8, receiver, channel, choices.bytes(choices.below(4)));
            }
            case DATA -> data(stream);
            case FRAGMENT -> fragment(stream);
            case CREDIT -> {
                long taken = choices.number();
                yield new Credit(
                        stream,
                        taken,
                        answered(taken),
                        taken + Math.min(choices.number(), Long.MAX_VALUE - taken),
                        choices.number());
            }
            case WANT -> new Want(stream, choices.smallNumber());
            case DONE ->
                new Done(stream, choices.number(), choices.rarely(4) ? choices.number() : 0, choices.rarely(4));
            case ERROR -> new StreamError(stream, choices.number(), choices.of(CODES), choices.text(), choices.text());
            case FINISHED -> new Finished(stream, choices.number());
            case LEAVE -> {
                long taken = choices.number();
                yield new Leave(stream, taken, answered(taken), choices.of(CODES), choices.text());
            }
            case LEFT -> new Left(stream, choices.number());
            case TAKEN -> new Taken(stream, choices.number());
            case RETURNED -> new Returned(stream, choices.number());
            case WITHDRAW -> new Withdraw(stream, choices.number());
            case WAITING -> new Waiting(stream, choices.smallNumber());
            case ACKED -> acked(stream);
            case NACK ->
                new Nack(stream, choices.number(), choices.rarely(2) ? choices.smallNumber() : 0, choices.text());
            case REJECT -> new Reject(stream, choices.number(), choices.text());
            case MARK -> new Mark(stream, choices.below(3), choices.rarely(4));
            case ENCLOSED ->
                new Enclosed(
                        stream,
                        1 + choices.number() % 8,
                        stream(on),
                        choices.number(),
                        1 + choices.below(16),
                        choices.bytes(choices.below(4)));
        };
    }

    private long answered(long taken) {
        return choices.rarely(4) ? Math.min(taken, choices.number()) : taken;
    }

    private Acked acked(int stream) {
        List<Acked.Range> ranges = new ArrayList<>();
        long last = 0;
        for (int i = choices.below(4); i >= 0; i--) {
            long first = last + 1 + (choices.rarely(8) ? choices.number() : choices.below(4));
            last = first + (choices.rarely(8) ? choices.number() : choices.below(4));
            ranges.add(new Acked.Range(first, last));
        }
        return new Acked(stream, ranges);
    }

    /** What may be said first: by a node of its own, an older or a newer one, or one with the name of another; and which session it is about. */
    private Frame hello(Intruder on) {
        String id = choices.rarely(16)
                ? choices.text()
                : choices.of(List.of("bad", "bad", "bad", "worse", "host", "plain"));
        NodeRef node = new NodeRef(id, choices.below(4), choices.below(2));
        on.self = node;
        List<String> addresses = choices.rarely(3) ? List.of("bad", "good", "nowhere") : List.of("bad");
        boolean hostsDirectory = choices.rarely(4);
        SessionToken session = choices.of(List.of(siege.session(on.victim()), Handshakes.SESSION, SessionToken.NONE));
        return Handshakes.hello(node, addresses, hostsDirectory, session);
    }

    static DirectoryFrame frame(DirectoryMessage message) {
        byte[] bytes = DirectoryCodec.encode(message);
        return new DirectoryFrame(bytes, 0, bytes.length);
    }

    private DirectoryMessage message(Intruder on) {
        return switch (choices.below(14)) {
            case 0 -> new ToDirectory.Join(on.self, List.of("bad"), false, null);
            case 1 ->
                new ToDirectory.Join(node(on), addresses(), choices.rarely(2), choices.rarely(2) ? node(on) : null);
            case 2, 3, 4 -> open(on);
            case 5 -> new ToDirectory.EndSender(end(on), state());
            case 6 -> new ToDirectory.CloseEnd(end(on));
            case 7 -> new ToDirectory.WithdrawEnd(end(on));
            case 8 -> new ToDirectory.LeaveNode();
            case 9 -> new ToClient.Joined(node(on));
            case 10 ->
                new ToClient.Opened(choices.number(), choices.number(), ChannelState.Live.NEW, List.of(member(on)));
            case 11 ->
                new ToClient.Refused(
                        choices.number(),
                        choices.of(List.of(RefusalCode.values())),
                        choices.text(),
                        List.of(new SchemaOf(schema(), "bad", role())));
            case 12 -> news(on);
            default -> new ToClient.Heard(choices.number());
        };
    }

    private ToClient news(Intruder on) {
        String channel = channel();
        long generation = choices.number();
        List<EndRef> ends = List.of(end(on));
        return switch (choices.below(4)) {
            case 0 -> new ToClient.Appeared(channel, generation, member(on));
            case 1 -> new ToClient.Gone(channel, generation, end(on), choices.of(List.of(Departure.values())));
            case 2 -> new ToClient.Completed(channel, generation, ends, ends);
            default -> new ToClient.Failed(channel, generation, end(on), choices.of(CODES), choices.text(), ends);
        };
    }

    private ToDirectory open(Intruder on) {
        String channel = channel();
        int capacity = channel.startsWith("meet") ? 0 : ChannelSpec.DEFAULT_CAPACITY;
        boolean odd = choices.rarely(8);
        ChannelSpec spec = odd
                ? new ChannelSpec(channel, choices.below(3), choices.below(3), choices.rarely(2), choices.rarely(2))
                : new ChannelSpec(channel, capacity, 0, false, false);
        return new ToDirectory.OpenEnd(
                choices.number(),
                end(on),
                spec,
                channel.endsWith("down") ^ choices.rarely(4) ? Role.RECEIVER : Role.SENDER,
                choices.rarely(4) ? state() : EndState.OPEN,
                schema(),
                List.of(new Fingerprint(choices.below(2), 0), SCHEMA.fingerprint()),
                choices.rarely(8)
                        ? new ToDirectory.Recall(
                                new ChannelState.Live(new ChannelState.Departed(List.of(end(on)), List.of(end(on)), 1)),
                                List.of(end(on)))
                        : null);
    }

    private String channel() {
        return choices.rarely(16) ? "x" + choices.text() : choices.of(Siege.CHANNELS);
    }

    private Member member(Intruder on) {
        return new Member(
                end(on), role(), choices.rarely(3) ? state() : EndState.OPEN, SCHEMA.fingerprint(), addresses());
    }

    private List<String> addresses() {
        return choices.of(List.of(List.of("bad"), List.of(), List.of("good"), List.of("host", "nowhere")));
    }

    private Role role() {
        return choices.rarely(2) ? Role.SENDER : Role.RECEIVER;
    }

    private EndState state() {
        return switch (choices.below(3)) {
            case 0 -> EndState.DONE;
            case 1 -> new EndState.Failed(choices.of(CODES), choices.text());
            default -> EndState.OPEN;
        };
    }

    private Schema schema() {
        return choices.rarely(8) ? Schema.of(choices.bytes(choices.below(4))) : SCHEMA;
    }

    private EndRef end(Intruder on) {
        return new EndRef(node(on), choices.number());
    }

    private NodeRef node(Intruder on) {
        return choices.rarely(8) ? choices.of(siege.nodes()) : on.self;
    }

    /** Mostly one that the node has opened, or one of the first, which the intruder has. */
    private int stream(Intruder on) {
        return switch (choices.below(8)) {
            case 0, 1, 2, 3 -> 1 + choices.below(4);
            case 4, 5, 6 -> on.opened.isEmpty() ? 1 : choices.of(on.opened);
            default -> Math.max(1, choices.smallNumber());
        };
    }

    private Data data(int stream) {
        int messages = 1 + choices.below(5);
        WireWriter out = new WireWriter();
        for (int i = 0; i < messages; i++) {
            byte[] content = choices.rarely(8) ? new byte[choices.below(256) * 4] : choices.bytes(choices.below(6));
            out.varint(content.length).raw(content, 0, content.length);
        }
        return new Data(stream, messages, out.array(), 0, out.size());
    }

    private Fragment fragment(int stream) {
        int length = choices.rarely(2) ? choices.below(16) : choices.below(256) * 300;
        boolean first = choices.rarely(2);
        boolean last = choices.rarely(2);
        int total = !first ? 0 : last ? length : Math.max(length + 1, choices.smallNumber());
        return new Fragment(stream, first, last, total, new byte[length], 0, length);
    }
}
