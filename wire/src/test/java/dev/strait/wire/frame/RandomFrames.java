package dev.strait.wire.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Frames of every type with random legal content, from one seed. */
final class RandomFrames {
    private static final String[] LETTERS = {"a", "Z", "0", "\u0000", "ü", "€", "\uffff", "😀"};

    private final Random random;

    RandomFrames(long seed) {
        random = new Random(seed);
    }

    /** The seed given with -Dstrait.seed, else a new one; printed, so that a failure can be repeated. */
    static long seed(String test) {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println(test + ": repeat with -Dstrait.seed=" + seed);
        return seed;
    }

    Frame next() {
        FrameType[] types = FrameType.values();
        return next(types[random.nextInt(types.length)]);
    }

    Frame next(FrameType type) {
        int stream = random.nextBoolean() ? 1 + random.nextInt(9) : 1 + random.nextInt(Integer.MAX_VALUE);
        return switch (type) {
            case HELLO -> hello();
            case READY -> new Ready(total());
            case CLOSE -> new Close(code(), text(0, 1024));
            case PING -> new Ping(random.nextLong());
            case PONG -> new Pong(random.nextLong());
            case ACK -> new Ack(total());
            case DIRECTORY -> {
                byte[] array = bytes(1, 300);
                int from = random.nextInt(array.length);
                yield new DirectoryFrame(array, from, from + 1 + random.nextInt(array.length - from));
            }
            case OPEN -> new Open(stream, total(), total(), text(1, 255), bytes(0, 300));
            case DATA -> data(stream);
            case FRAGMENT -> fragment(stream);
            case CREDIT -> {
                long taken = total();
                yield new Credit(
                        stream, taken, atMost(taken), taken + Math.min(total(), Long.MAX_VALUE - taken), total());
            }
            case WANT -> new Want(stream, random.nextInt() & Integer.MAX_VALUE);
            case DONE -> new Done(stream, total(), total(), random.nextBoolean());
            case ERROR -> new StreamError(stream, total(), code(), text(0, 255), text(0, 4096));
            case FINISHED -> new Finished(stream, total());
            case LEAVE -> {
                long taken = total();
                yield new Leave(stream, taken, atMost(taken), code(), text(0, 1024));
            }
            case LEFT -> new Left(stream, total());
            case TAKEN -> new Taken(stream, Math.max(1, total()));
            case RETURNED -> new Returned(stream, Math.max(1, total()));
            case WITHDRAW -> new Withdraw(stream, Math.max(1, total()));
            case WAITING -> new Waiting(stream, random.nextInt() & Integer.MAX_VALUE);
            case ACKED -> acked(stream);
            case NACK -> new Nack(stream, Math.max(1, total()), random.nextInt() & Integer.MAX_VALUE, text(0, 1024));
            case REJECT -> new Reject(stream, Math.max(1, total()), text(0, 1024));
            case MARK -> new Mark(stream, random.nextInt(Mark.MAX_REDELIVERIES + 1), random.nextBoolean());
            case ENCLOSED ->
                new Enclosed(
                        stream,
                        total(),
                        1 + random.nextInt(Integer.MAX_VALUE),
                        Math.max(1, total()),
                        1 + random.nextInt(FrameLimits.MAX_CAPACITY),
                        bytes(0, 300));
        };
    }

    /** A random text of so many bytes of UTF-8, mostly short ones. */
    String text(int minBytes, int maxBytes) {
        int aim = minBytes + random.nextInt(random.nextInt(10) == 0 ? maxBytes - minBytes + 1 : 20);
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        while (bytes < aim) {
            String letter = LETTERS[random.nextInt(aim - bytes < 4 ? 3 : LETTERS.length)];
            text.append(letter);
            bytes += Utf8.length(letter);
        }
        return text.toString();
    }

    byte[] bytes(int min, int max) {
        byte[] bytes = new byte[min + random.nextInt(max - min + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Hello hello() {
        int version = 1 + random.nextInt(0xffff);
        NodeRef node = new NodeRef(text(1, 255), total(), random.nextLong());
        List<String> addresses = new ArrayList<>();
        for (int i = random.nextInt(17); i > 0; i--) {
            addresses.add(text(1, 255));
        }
        List<Hello.Extension> extensions = new ArrayList<>();
        for (int i = random.nextInt(33); i > 0; i--) {
            extensions.add(new Hello.Extension(i * 1000 + random.nextInt(1000), bytes(0, 40)));
        }
        return new Hello(
                version,
                1 + random.nextInt(version),
                random.nextLong(),
                text(0, 255),
                node,
                addresses,
                random.nextInt() & Integer.MAX_VALUE,
                random.nextInt() & Integer.MAX_VALUE,
                1 + (random.nextLong() >>> 2),
                extensions,
                random.nextInt(256),
                new SessionToken(random.nextLong(), random.nextLong()));
    }

    private Data data(int stream) {
        int messages = 1 + random.nextInt(20);
        WireWriter out = new WireWriter();
        int from = random.nextInt(3);
        out.raw(new byte[3], 0, from);
        for (int i = 0; i < messages; i++) {
            byte[] message = bytes(0, random.nextInt(8) == 0 ? 300 : 10);
            if (random.nextInt(8) == 0) {
                // the same length with a needless byte
                out.u8(message.length & 0x7f | 0x80)
                        .u8(message.length >> 7 | 0x80)
                        .u8(0);
            } else {
                out.varint(message.length);
            }
            out.raw(message, 0, message.length);
        }
        int to = out.size();
        return new Data(stream, messages, out.raw(new byte[2], 0, 2).array(), from, to);
    }

    private Fragment fragment(int stream) {
        byte[] array = bytes(2, 300);
        int length = 1 + random.nextInt(array.length - 1);
        int from = random.nextInt(array.length - length);
        return switch (random.nextInt(5)) {
            case 0 -> new Fragment(stream, true, true, 0, array, from, from);
            case 1 -> new Fragment(stream, true, true, length, array, from, from + length);
            case 2 -> {
                int total = length + 1 + random.nextInt(Integer.MAX_VALUE - length);
                yield new Fragment(stream, true, false, total, array, from, from + length);
            }
            case 3 -> new Fragment(stream, false, false, 0, array, from, from + length);
            default -> new Fragment(stream, false, true, 0, array, from, from + length);
        };
    }

    private Acked acked(int stream) {
        List<Acked.Range> ranges = new ArrayList<>();
        long last = 0;
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 5); i >= 0; i--) {
            long first = last + 1 + random.nextInt(1 << random.nextInt(31));
            last = first + random.nextInt(1 << random.nextInt(31));
            ranges.add(new Acked.Range(first, last));
        }
        return new Acked(stream, ranges);
    }

    private long atMost(long bound) {
        return random.nextBoolean() ? bound : Math.min(bound, total());
    }

    private long total() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private ErrorCode code() {
        return ErrorCode.values()[random.nextInt(ErrorCode.values().length)];
    }
}
