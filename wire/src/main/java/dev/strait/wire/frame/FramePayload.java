package dev.strait.wire.frame;

import java.util.ArrayList;
import java.util.List;

/** Reads the payloads that are small and of fixed structure; bulk is read by {@link FrameDecoder} itself. */
final class FramePayload {
    private FramePayload() {}

    static Frame decode(FrameType type, int stream, WireReader in) {
        return switch (type) {
            case HELLO -> hello(in);
            case READY -> new Ready(in.u63("frames received"));
            case CLOSE -> new Close(code(in), in.string("reason", 0, FrameLimits.MAX_REASON_BYTES));
            case PING -> new Ping(in.u64("nonce"));
            case PONG -> new Pong(in.u64("nonce"));
            case ACK -> new Ack(in.u63("frames received"));
            case OPEN ->
                new Open(
                        stream,
                        in.u63("sender end number"),
                        in.u63("receiver end number"),
                        in.string("channel name", 1, FrameLimits.MAX_CHANNEL_NAME_BYTES),
                        in.bytes("schema", FrameLimits.MAX_SCHEMA_BYTES));
            case CREDIT ->
                new Credit(
                        stream,
                        in.u63("messages taken"),
                        in.u63("messages answered"),
                        in.u63("message limit"),
                        in.u63("byte limit"));
            case WANT -> new Want(stream, in.u31("length of the waiting message"));
            case DONE ->
                new Done(
                        stream,
                        in.u63("total messages"),
                        in.u63("returned messages"),
                        in.flag("completed without the sender"));
            case ERROR ->
                new StreamError(
                        stream,
                        in.u63("total messages"),
                        code(in),
                        in.string("origin of an error", 0, FrameLimits.MAX_NODE_ID_BYTES),
                        in.string("text of an error", 0, FrameLimits.MAX_ERROR_TEXT_BYTES));
            case FINISHED -> new Finished(stream, in.u63("messages taken"));
            case LEAVE ->
                new Leave(
                        stream,
                        in.u63("messages taken"),
                        in.u63("messages answered"),
                        code(in),
                        in.string("reason", 0, FrameLimits.MAX_REASON_BYTES));
            case LEFT -> new Left(stream, in.u63("messages sent"));
            case TAKEN -> new Taken(stream, in.u63("number of a message"));
            case RETURNED -> new Returned(stream, in.u63("number of a message"));
            case WITHDRAW -> new Withdraw(stream, in.u63("number of a message"));
            case WAITING -> new Waiting(stream, in.u31("number of sends that wait"));
            case ACKED -> new Acked(stream, ranges(in));
            case NACK ->
                new Nack(
                        stream,
                        in.u63("number of a message"),
                        in.u31("delay"),
                        in.string("reason", 0, FrameLimits.MAX_REASON_BYTES));
            case REJECT ->
                new Reject(stream, in.u63("number of a message"), in.string("reason", 0, FrameLimits.MAX_REASON_BYTES));
            case MARK -> new Mark(stream, in.u16("redeliveries"), in.flag("headed"));
            case ENCLOSED ->
                new Enclosed(
                        stream,
                        in.u63("sender end number"),
                        in.u31("enclosing stream"),
                        in.u63("number of a message"),
                        in.u31("capacity"),
                        in.bytes("schema", FrameLimits.MAX_SCHEMA_BYTES));
            case DATA, FRAGMENT, DIRECTORY -> throw new AssertionError(type + " is bulk");
        };
    }

    private static List<Acked.Range> ranges(WireReader in) {
        if (in.remaining() % 16 != 0) {
            throw in.violation("ranges must be of 16 bytes each, but there are " + in.remaining() + " bytes");
        }
        List<Acked.Range> ranges = new ArrayList<>(in.remaining() / 16);
        while (in.remaining() > 0) {
            ranges.add(new Acked.Range(in.u63("first message of a range"), in.u63("last message of a range")));
        }
        return ranges;
    }

    private static ErrorCode code(WireReader in) {
        int number = in.u16("error code");
        ErrorCode code = ErrorCode.of(number);
        if (code == null) {
            throw in.violation("error code " + number + " is unknown");
        }
        return code;
    }

    private static Hello hello(WireReader in) {
        int magic = in.u32("magic");
        if (magic != Hello.MAGIC) {
            throw in.violation("HELLO must start with the bytes \"STRT\": the peer does not speak Strait");
        }
        return new Hello(
                in.u16("protocol version"),
                in.u16("oldest protocol version"),
                in.u64("features"),
                in.string("cluster name", 0, FrameLimits.MAX_CLUSTER_BYTES),
                in.node("node"),
                addresses(in),
                in.u31("initial messages"),
                in.u31("initial bytes"),
                in.u63("maximum message size"),
                extensions(in),
                in.u8("role bits"),
                new SessionToken(in.u64("session"), in.u64("session")));
    }

    private static List<String> addresses(WireReader in) {
        int count = in.u8("number of listen addresses");
        if (count > FrameLimits.MAX_ADDRESSES) {
            throw in.violation(
                    "number of listen addresses must be at most " + FrameLimits.MAX_ADDRESSES + ", was " + count);
        }
        List<String> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(in.string("listen address", 1, FrameLimits.MAX_ADDRESS_BYTES));
        }
        return addresses;
    }

    private static List<Hello.Extension> extensions(WireReader in) {
        int count = in.u8("number of extensions");
        if (count > FrameLimits.MAX_EXTENSIONS) {
            throw in.violation("number of extensions must be at most " + FrameLimits.MAX_EXTENSIONS + ", was " + count);
        }
        List<Hello.Extension> extensions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int key = in.u16("extension key");
            extensions.add(new Hello.Extension(key, in.raw("extension", in.u16("extension length"))));
        }
        return extensions;
    }
}
