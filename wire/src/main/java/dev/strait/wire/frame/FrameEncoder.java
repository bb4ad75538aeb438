package dev.strait.wire.frame;

/** Turns frames into bytes. Stateless. Large payloads are better headed in place, see {@link FrameHeader}. */
public final class FrameEncoder {
    private FrameEncoder() {}

    /**
     * Appends the frame, header and payload.
     *
     * @throws IllegalArgumentException if the payload exceeds what the type allows, which only a HELLO with large
     *     extensions can; nothing is appended then
     */
    public static void encode(Frame frame, WireWriter out) {
        int at = out.reserve(FrameHeader.BYTES);
        payload(frame, out);
        int length = out.size() - at - FrameHeader.BYTES;
        try {
            FrameHeader.write(out.array(), at, frame.type(), frame.flags(), frame.stream(), length);
        } catch (IllegalArgumentException e) {
            out.truncate(at);
            throw e;
        }
    }

    /** The frame's bytes in an array of their own. */
    public static byte[] encode(Frame frame) {
        WireWriter out = new WireWriter();
        encode(frame, out);
        return out.toByteArray();
    }

    private static void payload(Frame frame, WireWriter out) {
        switch (frame) {
            case Hello hello -> hello(hello, out);
            case Ready ready -> out.u64(ready.receivedFrames());
            case Ack ack -> out.u64(ack.receivedFrames());
            case Close close -> out.u16(close.code().code()).string(close.text());
            case Ping ping -> out.u64(ping.nonce());
            case Pong pong -> out.u64(pong.nonce());
            case DirectoryFrame message -> out.raw(message.array(), message.from(), message.to());
            case Open open ->
                out.u64(open.senderEnd())
                        .u64(open.receiverEnd())
                        .string(open.channel())
                        .bytes(open.schema());
            case Data data -> out.u32(data.messages()).raw(data.array(), data.from(), data.to());
            case Fragment fragment -> {
                if (fragment.first()) {
                    out.u32(fragment.totalBytes());
                }
                out.raw(fragment.array(), fragment.from(), fragment.to());
            }
            case Credit credit ->
                out.u64(credit.takenMessages())
                        .u64(credit.answeredMessages())
                        .u64(credit.messageLimit())
                        .u64(credit.byteLimit());
            case Want want -> out.u32(want.messageBytes());
            case Done done ->
                out.u64(done.totalMessages()).u64(done.returnedMessages()).flag(done.without());
            case StreamError error ->
                out.u64(error.totalMessages())
                        .u16(error.code().code())
                        .string(error.origin())
                        .string(error.text());
            case Finished finished -> out.u64(finished.takenMessages());
            case Leave leave ->
                out.u64(leave.takenMessages())
                        .u64(leave.answeredMessages())
                        .u16(leave.code().code())
                        .string(leave.text());
            case Left left -> out.u64(left.sentMessages());
            case Taken taken -> out.u64(taken.number());
            case Returned returned -> out.u64(returned.number());
            case Withdraw withdraw -> out.u64(withdraw.number());
            case Waiting waiting -> out.u32(waiting.sends());
            case Acked acked -> acked.ranges().forEach(it -> out.u64(it.first()).u64(it.last()));
            case Nack nack -> out.u64(nack.number()).u32(nack.delayMillis()).string(nack.text());
            case Reject reject -> out.u64(reject.number()).string(reject.text());
            case Mark mark -> out.u16(mark.redeliveries()).flag(mark.headed());
            case Enclosed enclosed ->
                out.u64(enclosed.senderEnd())
                        .u32(enclosed.enclosing())
                        .u64(enclosed.number())
                        .u32(enclosed.capacity())
                        .bytes(enclosed.schema());
        }
    }

    private static void hello(Hello hello, WireWriter out) {
        out.u32(Hello.MAGIC).u16(hello.version()).u16(hello.oldestVersion()).u64(hello.features());
        out.string(hello.cluster()).node(hello.node());
        out.u8(hello.addresses().size());
        hello.addresses().forEach(out::string);
        out.u32(hello.initialMessages()).u32(hello.initialBytes()).u64(hello.maximumMessageBytes());
        out.u8(hello.extensions().size());
        for (Hello.Extension extension : hello.extensions()) {
            byte[] value = extension.value();
            out.u16(extension.key()).u16(value.length).raw(value, 0, value.length);
        }
        out.u8(hello.roles());
        out.u64(hello.session().high()).u64(hello.session().low());
    }
}
