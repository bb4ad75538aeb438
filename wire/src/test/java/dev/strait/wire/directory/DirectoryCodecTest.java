package dev.strait.wire.directory;

import static dev.strait.wire.directory.Stage.A;
import static dev.strait.wire.directory.Stage.B;
import static dev.strait.wire.directory.Stage.end;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.wire.directory.ChannelState.Departed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DirectoryCodecTest {
    private static final EndRef A1 = end(A, 1);
    private static final EndRef A2 = end(A, 2);
    private static final EndRef B1 = end(B, 1);
    private static final EndState.Failed FAILED = new EndState.Failed(ErrorCode.APPLICATION_ERROR, "no");

    static final Map<String, DirectoryMessage> SAMPLES = samples();

    @Test
    void everyMessageDecodesToWhatWasEncoded() {
        SAMPLES.forEach(
                (name, message) -> assertEquals(message, DirectoryCodec.decode(DirectoryCodec.encode(message)), name));
    }

    @Test
    void everyVectorOfTheSpecificationIsItsMessage() {
        Map<String, byte[]> vectors = Specification.vectors();
        assertEquals(SAMPLES.keySet(), vectors.keySet());
        vectors.forEach((name, bytes) -> {
            assertEquals(SAMPLES.get(name), DirectoryCodec.decode(bytes), name);
            assertArrayEquals(bytes, DirectoryCodec.encode(SAMPLES.get(name)), name);
        });
    }

    @Test
    void everyKindOfMessageHasAVector() {
        Set<Class<?>> kinds = leaves(DirectoryMessage.class);
        Set<Class<?>> covered = SAMPLES.values().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(names(kinds), names(covered));
    }

    @Test
    void everyTruncationIsAViolation() {
        SAMPLES.values().forEach(message -> {
            byte[] bytes = DirectoryCodec.encode(message);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(ProtocolViolation.class, () -> DirectoryCodec.decode(cut), message + " cut to " + length);
            }
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            assertThrows(ProtocolViolation.class, () -> DirectoryCodec.decode(longer), message + " and a byte");
        });
    }

    @Test
    void everyCorruptionIsAViolationOrAnotherMessage() {
        SAMPLES.values().forEach(message -> {
            byte[] bytes = DirectoryCodec.encode(message);
            for (int at = 0; at < bytes.length; at++) {
                byte[] corrupt = bytes.clone();
                for (int value = 0; value < 256; value++) {
                    corrupt[at] = (byte) value;
                    decodesFaithfully(corrupt);
                }
            }
        });
    }

    @Test
    void anyBytesAreAViolationOrAMessage() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("anyBytesAreAViolationOrAMessage: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        List<byte[]> encoded =
                SAMPLES.values().stream().map(DirectoryCodec::encode).toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = encoded.get(random.nextInt(encoded.size())).clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            decodesFaithfully(bytes);
        }
    }

    /** Decodes to a message that encodes to the same bytes, or is a violation; throws anything else. */
    static void decodesFaithfully(byte[] bytes) {
        DirectoryMessage message;
        try {
            message = DirectoryCodec.decode(bytes);
        } catch (ProtocolViolation _) {
            return;
        }
        assertArrayEquals(bytes, DirectoryCodec.encode(message), message.toString());
    }

    @Test
    void listsThatAnnounceMoreThanTheyHoldAreRefusedBeforeTheyAreRead() {
        byte[] members = new WireWriter()
                .u8(DirectoryCodec.OPENED)
                .u64(1)
                .u64(1)
                .u8(DirectoryCodec.CHANNEL_LIVE)
                .u16(0)
                .u16(0)
                .u32(0)
                .u16(0xffff)
                .toByteArray();
        assertThrows(ProtocolViolation.class, () -> DirectoryCodec.decode(members));
        byte[] runs = new WireWriter()
                .u8(DirectoryCodec.COMPLETED)
                .string("words")
                .u64(1)
                .u16(0xffff)
                .u16(0)
                .toByteArray();
        assertThrows(ProtocolViolation.class, () -> DirectoryCodec.decode(runs));
    }

    @Test
    void aMessageOverItsLimitIsAViolation() {
        byte[] large = new byte[DirectoryBounds.MAX_MESSAGE_BYTES + 1];
        large[0] = DirectoryCodec.LEAVE_NODE;
        assertThrows(ProtocolViolation.class, () -> DirectoryCodec.decode(large));
    }

    @Test
    void theLargestOpenFitsAFrame() {
        String id = "i".repeat(FrameLimits.MAX_NODE_ID_BYTES - 3);
        List<EndRef> many = LongStream.range(100, 100 + DirectoryBounds.MAX_NAMED_DEPARTED)
                .mapToObj(each -> end(new NodeRef(each + id, Long.MAX_VALUE, -1), each))
                .toList();
        List<EndRef> present = EndRefs.fitting(
                LongStream.range(100, 999)
                        .mapToObj(each -> end(new NodeRef(each + id, Long.MAX_VALUE, -1), each))
                        .toList(),
                DirectoryBounds.MAX_RECALLED_BYTES);
        List<Fingerprint> checked = new ArrayList<>();
        for (int each = 0; each < DirectoryBounds.MAX_CHECKED; each++) {
            checked.add(new Fingerprint(each, each));
        }
        byte[] bytes = DirectoryCodec.encode(new ToDirectory.OpenEnd(
                Long.MAX_VALUE,
                many.getFirst(),
                new ChannelSpec("c".repeat(255), DirectoryBounds.MAX_CAPACITY, 65_535, true, true, true),
                Role.SENDER,
                new EndState.Failed(ErrorCode.INTERNAL, "t".repeat(5_000)),
                Schema.of(new byte[DirectoryBounds.MAX_SCHEMA_BYTES]),
                checked,
                new ToDirectory.Recall(
                        new ChannelState.Live(new Departed(many, many, DirectoryBounds.MAX_UNNAMED_DEPARTED)),
                        present)));
        assertEquals(Long.MAX_VALUE, ((ToDirectory.OpenEnd) DirectoryCodec.decode(bytes)).request());
    }

    private static Set<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(each -> leaves(each).stream())
                        .collect(Collectors.toSet())
                : Set.of(type);
    }

    private static Set<String> names(Set<Class<?>> types) {
        return types.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, DirectoryMessage> samples() {
        Map<String, DirectoryMessage> samples = new LinkedHashMap<>();
        samples.put("JOIN", new ToDirectory.Join(A, List.of("localhost:5678"), false, null));
        samples.put("JOIN again", new ToDirectory.Join(A, List.of(), true, B));
        samples.put(
                "OPEN_END",
                new ToDirectory.OpenEnd(
                        5,
                        A1,
                        new ChannelSpec("words", 256, 2, false, true, true),
                        Role.SENDER,
                        EndState.OPEN,
                        Schema.of(new byte[] {(byte) 0xca, (byte) 0xfe}),
                        List.of(new Fingerprint(0x1112131415161718L, 0x2122232425262728L)),
                        null));
        samples.put(
                "OPEN_END again",
                new ToDirectory.OpenEnd(
                        5,
                        A1,
                        Stage.spec("words", 0, true, false),
                        Role.SENDER,
                        FAILED,
                        Schema.of(new byte[0]),
                        List.of(),
                        new ToDirectory.Recall(
                                new ChannelState.Live(new Departed(List.of(A2), List.of(), 3)), List.of(B1))));
        samples.put("END_SENDER", new ToDirectory.EndSender(A1, EndState.DONE));
        samples.put("CLOSE_END", new ToDirectory.CloseEnd(A1));
        samples.put("WITHDRAW_END", new ToDirectory.WithdrawEnd(A1));
        samples.put("LEAVE_NODE", new ToDirectory.LeaveNode());
        samples.put("JOINED", new ToClient.Joined(B));
        samples.put(
                "OPENED",
                new ToClient.Opened(
                        5,
                        9,
                        ChannelState.Live.NEW,
                        List.of(new Member(
                                A1,
                                Role.SENDER,
                                EndState.OPEN,
                                new Fingerprint(0x1112131415161718L, 0x2122232425262728L),
                                List.of("localhost:5678")))));
        samples.put(
                "OPENED completed",
                new ToClient.Opened(5, 9, new ChannelState.Completed(List.of(A1, A2), List.of(B1)), List.of()));
        samples.put(
                "OPENED failed",
                new ToClient.Opened(
                        5, 9, new ChannelState.Failed(A1, ErrorCode.APPLICATION_ERROR, "no", List.of()), List.of()));
        samples.put(
                "REFUSED",
                new ToClient.Refused(
                        5,
                        RefusalCode.SCHEMAS,
                        "check",
                        List.of(new SchemaOf(Schema.of(new byte[] {(byte) 0xca, (byte) 0xfe}), "b", Role.RECEIVER))));
        samples.put(
                "APPEARED",
                new ToClient.Appeared(
                        "words", 9, new Member(B1, Role.RECEIVER, EndState.OPEN, new Fingerprint(1, 2), List.of())));
        samples.put("GONE", new ToClient.Gone("words", 9, B1, Departure.LOST));
        samples.put("HEARD", new ToClient.Heard(3));
        samples.put("COMPLETED", new ToClient.Completed("words", 9, List.of(A1, A2), List.of(B1)));
        samples.put("FAILED", new ToClient.Failed("words", 9, A1, ErrorCode.APPLICATION_ERROR, "no", List.of(A1)));
        return samples;
    }
}
