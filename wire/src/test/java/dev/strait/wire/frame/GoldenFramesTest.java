package dev.strait.wire.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoldenFramesTest {
    private static final Map<String, Frame> FRAMES = frames();

    @Test
    void everyVectorDecodesToItsFrame() {
        GoldenVectors.all().forEach((name, bytes) -> {
            FrameDecoder decoder = FrameDecoder.afterHandshake();
            assertEquals(FRAMES.get(name), decoder.next(bytes, 0, bytes.length), name);
            assertEquals(bytes.length, decoder.consumed(), name);
        });
    }

    @Test
    void everyFrameEncodesToItsVector() {
        GoldenVectors.all()
                .forEach((name, bytes) -> assertArrayEquals(bytes, FrameEncoder.encode(FRAMES.get(name)), name));
    }

    @Test
    void everyTypeHasAVectorAndEveryVectorAFrame() {
        assertEquals(FRAMES.keySet(), GoldenVectors.all().keySet());
        Set<FrameType> covered = EnumSet.noneOf(FrameType.class);
        FRAMES.values().forEach(frame -> covered.add(frame.type()));
        assertEquals(EnumSet.allOf(FrameType.class), covered);
    }

    private static Map<String, Frame> frames() {
        Map<String, Frame> frames = new LinkedHashMap<>();
        frames.put(
                "HELLO",
                new Hello(
                        1,
                        1,
                        0,
                        "demo",
                        new NodeRef("node-1", 1_761_661_963_614L, 0xfedcba9876543210L),
                        List.of("localhost:5678"),
                        16,
                        2_048,
                        64 << 20,
                        List.of(new Hello.Extension(7, new byte[] {1, 2, 3})),
                        Hello.HOSTS_DIRECTORY,
                        new SessionToken(0x0011223344556677L, 0x8899aabbccddeeffL)));
        frames.put("READY", new Ready(1_000));
        frames.put("CLOSE", new Close(ErrorCode.SELF, "it is me"));
        frames.put("PING", new Ping(0x0102030405060708L));
        frames.put("PONG", new Pong(0x0102030405060708L));
        frames.put("ACK", new Ack(1_024));
        frames.put("DIRECTORY", new DirectoryFrame(new byte[] {10, 11, 12}));
        frames.put("OPEN", new Open(5, 3, 42, "words", new byte[] {(byte) 0xca, (byte) 0xfe}));
        byte[] batch = {9, 9, 5, 'h', 'e', 'l', 'l', 'o', 0, (byte) 0x81, 0, '!', 9};
        frames.put("DATA", new Data(5, 3, batch, 2, 12));
        byte[] message = "abcdefgh".getBytes(UTF_8);
        frames.put("FRAGMENT first", new Fragment(5, true, false, 8, message, 0, 3));
        frames.put("FRAGMENT middle", new Fragment(5, false, false, 0, message, 3, 6));
        frames.put("FRAGMENT last", new Fragment(5, false, true, 0, message, 6, 8));
        frames.put("FRAGMENT whole", new Fragment(5, true, true, 0, message, 0, 0));
        frames.put("CREDIT", new Credit(5, 100, 97, 200, 65_536));
        frames.put("WANT", new Want(5, 1 << 20));
        frames.put("DONE", new Done(5, 200, 3, false));
        frames.put("DONE without", new Done(5, 1, 0, true));
        frames.put("ERROR", new StreamError(5, 200, ErrorCode.APPLICATION_ERROR, "node-1", "disk full: über"));
        frames.put("FINISHED", new Finished(5, 200));
        frames.put("LEAVE", new Leave(5, 100, 97, ErrorCode.CLOSED, "bye!"));
        frames.put("LEFT", new Left(5, 120));
        frames.put("TAKEN", new Taken(5, 7));
        frames.put("RETURNED", new Returned(5, 8));
        frames.put("WITHDRAW", new Withdraw(5, 8));
        frames.put("WAITING", new Waiting(5, 3));
        frames.put("ACKED", new Acked(5, List.of(new Acked.Range(99, 100), new Acked.Range(102, 102))));
        frames.put("NACK", new Nack(5, 98, 250, "busy"));
        frames.put("REJECT", new Reject(5, 101, "no such order"));
        frames.put("MARK", new Mark(5, 2, true));
        frames.put("ENCLOSED", new Enclosed(7, 9, 5, 12, 1_024, new byte[] {(byte) 0xca, (byte) 0xfe}));
        return frames;
    }
}
