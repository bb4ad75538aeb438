package dev.strait.wire.frame;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The smallest and the largest legal frame of every type. */
final class ExtremeFrames {
    private ExtremeFrames() {}

    static Frame smallest(FrameType type) {
        byte[] one = new byte[1];
        return switch (type) {
            case HELLO ->
                new Hello(1, 1, 0, "", new NodeRef("n", 0, 0), List.of(), 0, 0, 1, List.of(), 0, SessionToken.NONE);
            case READY -> new Ready(0);
            case CLOSE -> new Close(ErrorCode.NORMAL, "");
            case PING -> new Ping(0);
            case PONG -> new Pong(0);
            case ACK -> new Ack(0);
            case DIRECTORY -> new DirectoryFrame(one);
            case OPEN -> new Open(1, 0, 0, "c", new byte[0]);
            case DATA -> new Data(1, 1, one, 0, 1);
            case FRAGMENT -> new Fragment(1, false, true, 0, one, 0, 1);
            case CREDIT -> new Credit(1, 0, 0, 0);
            case WANT -> new Want(1, 0);
            case DONE -> new Done(1, 0);
            case ERROR -> new StreamError(1, 0, ErrorCode.NORMAL, "", "");
            case FINISHED -> new Finished(1, 0);
            case LEAVE -> new Leave(1, 0, ErrorCode.NORMAL, "");
            case LEFT -> new Left(1, 0);
            case TAKEN -> new Taken(1, 1);
            case RETURNED -> new Returned(1, 1);
            case WITHDRAW -> new Withdraw(1, 1);
            case WAITING -> new Waiting(1, 0);
            case ACKED -> new Acked(1, List.of(new Acked.Range(1, 1)));
            case NACK -> new Nack(1, 1, 0, "");
            case REJECT -> new Reject(1, 1, "");
            case MARK -> new Mark(1, 0, false);
            case ENCLOSED -> new Enclosed(1, 0, 1, 1, 1, new byte[0]);
        };
    }

    static Frame largest(FrameType type) {
        int stream = Integer.MAX_VALUE;
        long total = Long.MAX_VALUE;
        String name = "n".repeat(255);
        byte[] mebibyte = new byte[1 << 20];
        return switch (type) {
            case HELLO -> largestHello(name);
            case READY -> new Ready(total);
            case CLOSE -> new Close(ErrorCode.MESSAGE_TOO_LARGE, "t".repeat(1024));
            case PING -> new Ping(-1);
            case PONG -> new Pong(-1);
            case ACK -> new Ack(total);
            case DIRECTORY -> new DirectoryFrame(new byte[256 << 10]);
            case OPEN -> new Open(stream, total, total, name, new byte[64 << 10]);
            case DATA -> new Data(stream, mebibyte.length - 4, mebibyte, 4, mebibyte.length);
            case FRAGMENT -> new Fragment(stream, false, false, 0, mebibyte, 0, mebibyte.length);
            case CREDIT -> new Credit(stream, total, total, total, total);
            case WANT -> new Want(stream, Integer.MAX_VALUE);
            case DONE -> new Done(stream, total, total, true);
            case ERROR -> new StreamError(stream, total, ErrorCode.MESSAGE_TOO_LARGE, name, "t".repeat(4096));
            case FINISHED -> new Finished(stream, total);
            case LEAVE -> new Leave(stream, total, total, ErrorCode.MESSAGE_TOO_LARGE, "t".repeat(1024));
            case LEFT -> new Left(stream, total);
            case TAKEN -> new Taken(stream, total);
            case RETURNED -> new Returned(stream, total);
            case WITHDRAW -> new Withdraw(stream, total);
            case WAITING -> new Waiting(stream, Integer.MAX_VALUE);
            case ACKED -> new Acked(stream, mostRanges());
            case NACK -> new Nack(stream, total, Integer.MAX_VALUE, "t".repeat(1024));
            case REJECT -> new Reject(stream, total, "t".repeat(1024));
            case MARK -> new Mark(stream, Mark.MAX_REDELIVERIES, true);
            case ENCLOSED -> new Enclosed(stream, total, stream, total, 1 << 20, new byte[64 << 10]);
        };
    }

    private static List<Acked.Range> mostRanges() {
        long first = Long.MAX_VALUE - 2 * Acked.MAX_RANGES;
        return IntStream.range(0, Acked.MAX_RANGES)
                .mapToObj(i -> new Acked.Range(first + 2 * i, first + 2 * i))
                .toList();
    }

    private static Hello largestHello(String name) {
        NodeRef node = new NodeRef(name, Long.MAX_VALUE, -1);
        List<String> addresses = Collections.nCopies(16, name);
        // 72 bytes for the smallest, the names, and 4 for the extension's key and length
        int rest = (16 << 10) - 72 - 255 - 254 - 16 * 257 - 4;
        Hello.Extension extension = new Hello.Extension(0xffff, new byte[rest]);
        int most = Integer.MAX_VALUE;
        return new Hello(
                0xffff,
                0xffff,
                -1,
                name,
                node,
                addresses,
                most,
                most,
                Long.MAX_VALUE,
                List.of(extension),
                0xff,
                new SessionToken(-1, -1));
    }
}
