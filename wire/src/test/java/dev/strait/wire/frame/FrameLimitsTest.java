package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit inside a payload, named for the abuse it stops: the records refuse to exist, the decoder to read. */
class FrameLimitsTest {
    private static final NodeRef NODE = new NodeRef("n", 1, 1);

    @Test
    void textsAndNamesThatFillMemoryAreRefused() {
        impossible(() -> new Close(ErrorCode.NORMAL, "t".repeat(1025)));
        impossible(() -> new Leave(1, 0, ErrorCode.CLOSED, "ü".repeat(513)));
        impossible(() -> new StreamError(1, 0, ErrorCode.CLOSED, "", "t".repeat(4097)));
        impossible(() -> new StreamError(1, 0, ErrorCode.CLOSED, "t".repeat(256), ""));
        impossible(() -> new Open(1, 0, 0, "t".repeat(256), new byte[0]));
        impossible(() -> new Open(1, 0, 0, "c", new byte[(64 << 10) + 1]));
        impossible(() -> new NodeRef("t".repeat(256), 0, 0));
        impossible(() -> new DirectoryFrame(new byte[(256 << 10) + 1]));
        refused(
                FrameType.CLOSE,
                "reason must be 0 to 1024 bytes, was 1025",
                out -> out.u16(0).u16(1025).raw(new byte[1024], 0, 1024));
        refused(
                FrameType.OPEN,
                "schema must be at most 65536 bytes, was 65537",
                out -> out.u64(0).u64(0).string("c").u32((64 << 10) + 1));
    }

    @Test
    void emptyNamesAreRefused() {
        impossible(() -> new NodeRef("", 0, 0));
        impossible(() -> new Open(1, 0, 0, "", new byte[0]));
        impossible(() -> hello(List.of(""), List.of()));
        impossible(() -> new DirectoryFrame(new byte[0]));
        refused(
                FrameType.OPEN,
                "channel name must be 1 to 255 bytes, was 0",
                out -> out.u64(0).u64(0).u16(0).u32(1).u8(0));
    }

    @Test
    void moreAddressesOrExtensionsThanANodeNeedsAreRefused() {
        impossible(() -> hello(Collections.nCopies(17, "a"), List.of()));
        impossible(() -> hello(
                List.of(),
                IntStream.range(0, 33)
                        .mapToObj(key -> new Hello.Extension(key, new byte[0]))
                        .toList()));
        refused(
                FrameType.HELLO,
                "number of listen addresses must be at most 16, was 255",
                out -> helloUntilAddresses(out).u8(255).raw(new byte[40], 0, 40));
        refused(
                FrameType.HELLO,
                "number of extensions must be at most 32, was 33",
                out -> helloUntilAddresses(out)
                        .u8(0)
                        .u32(0)
                        .u32(0)
                        .u64(1)
                        .u8(33)
                        .raw(new byte[40], 0, 40));
    }

    @Test
    void anExtensionGivenTwiceIsRefused() {
        Hello.Extension extension = new Hello.Extension(7, new byte[0]);
        impossible(() -> hello(List.of(), List.of(extension, extension)));
    }

    @Test
    void aPeerThatSpeaksSomethingElseIsToldSo() {
        refused(
                FrameType.HELLO,
                "the peer does not speak Strait",
                out -> out.u32(0x47455420).raw(new byte[68], 0, 68));
    }

    @Test
    void versionsThatMakeNoSenseAreRefused() {
        impossible(() -> new Hello(0, 0, 0, "", NODE, List.of(), 0, 0, 1, List.of(), 0, SessionToken.NONE));
        impossible(() -> new Hello(1, 2, 0, "", NODE, List.of(), 0, 0, 1, List.of(), 0, SessionToken.NONE));
        impossible(() -> new Hello(0x10000, 1, 0, "", NODE, List.of(), 0, 0, 1, List.of(), 0, SessionToken.NONE));
        impossible(() -> new Hello(1, 1, 0, "", NODE, List.of(), 0, 0, 0, List.of(), 0, SessionToken.NONE));
    }

    @Test
    void aTotalOfFramesReceivedThatIsNegativeInHalfOfAllLanguagesIsRefused() {
        impossible(() -> new Ready(-1));
        impossible(() -> new Ack(Long.MIN_VALUE));
        refused(FrameType.READY, "frames received must be", out -> out.u64(-1));
        refused(FrameType.ACK, "frames received must be", out -> out.u64(Long.MIN_VALUE));
    }

    @Test
    void theTokenOfASessionIsASecretInEveryText() {
        Hello hello = hello(List.of(), List.of()).withSession(new SessionToken(0xabcdef, 0x123456));
        assertEquals(new SessionToken(0xabcdef, 0x123456), hello.session());
        assertTrue(hello.toString().contains("session=secret"), hello::toString);
        assertTrue(hello.withSession(SessionToken.NONE).toString().contains("session=none"));
    }

    @Test
    void aVersionOfTheFutureCanSayHello() {
        Hello future = new Hello(
                900,
                800,
                -1,
                "",
                NODE,
                List.of(),
                0,
                0,
                1,
                List.of(new Hello.Extension(60_000, new byte[] {1})),
                0xff,
                SessionToken.NONE);
        byte[] bytes = FrameEncoder.encode(future);
        assertEquals(future, FrameDecoder.beforeHandshake().next(bytes, 0, bytes.length));
    }

    @Test
    void totalsThatOverflowAreRefused() {
        impossible(() -> new Credit(1, -1, 0, 0));
        impossible(() -> new Credit(1, 0, -1, 0));
        impossible(() -> new Credit(1, 0, 0, -1));
        impossible(() -> new Credit(1, 0, -1, 0, 0));
        impossible(() -> new Done(1, -1));
        impossible(() -> new Done(1, 0, -1, false));
        impossible(() -> new Acked.Range(1, -1));
        impossible(() -> new Nack(1, 1, -1, ""));
        impossible(() -> new Finished(1, -1));
        impossible(() -> new Left(1, -1));
        impossible(() -> new Leave(1, -1, ErrorCode.CLOSED, ""));
        impossible(() -> new Want(1, -1));
        impossible(() -> new Open(1, -1, 0, "c", new byte[0]));
        impossible(() -> new EndRef(NODE, -1));
        impossible(() -> new NodeRef("n", -1, 0));
        refused(
                FrameType.DONE,
                "total messages must be less than 2^63, was 18446744073709551615",
                out -> out.u64(-1).u64(0).u8(0));
        refused(
                FrameType.DONE,
                "completed without the sender must be 0 or 1, was 2",
                out -> out.u64(1).u64(0).u8(2));
        refused(FrameType.WANT, "must be less than 2^31, was 2147483648", out -> out.u32(Integer.MIN_VALUE));
    }

    @Test
    void aCreditThatClaimsMoreTakenThanAllowedIsRefused() {
        impossible(() -> new Credit(1, 11, 10, 0));
        refused(
                FrameType.CREDIT,
                "message limit 10 must be at least the 11 messages taken",
                out -> out.u64(11).u64(11).u64(10).u64(0));
    }

    @Test
    void totalsThatClaimMoreAnsweredThanTakenAreRefused() {
        impossible(() -> new Credit(1, 10, 11, 20, 0));
        impossible(() -> new Leave(1, 10, 11, ErrorCode.CLOSED, ""));
        String text = "messages answered, 11, must be at most the 10 taken";
        refused(FrameType.CREDIT, text, out -> out.u64(10).u64(11).u64(20).u64(0));
        refused(FrameType.LEAVE, text, out -> out.u64(10).u64(11).u16(20).u16(0));
    }

    @Test
    void rangesThatDoNotAscendOrCannotBeWholeAreRefused() {
        impossible(() -> new Acked(1, List.of()));
        impossible(() -> new Acked(1, Collections.nCopies(Acked.MAX_RANGES + 1, new Acked.Range(1, 1))));
        impossible(() -> acked(5, 4));
        impossible(() -> acked(0, 4));
        impossible(() -> acked(2, 4, 4, 5));
        impossible(() -> acked(6, 7, 2, 3));
        refused(
                FrameType.ACKED,
                "ranges must be of 16 bytes each, but there are 24 bytes",
                out -> out.u64(1).u64(2).u64(3));
        refused(
                FrameType.ACKED,
                "ranges must ascend, but 2 follows 2",
                out -> out.u64(1).u64(2).u64(2).u64(2));
        refused(
                FrameType.ACKED,
                "last message of a range must be",
                out -> out.u64(5).u64(4));
        refused(
                FrameType.ACKED,
                "first message of a range must be",
                out -> out.u64(0).u64(4));
    }

    private static Acked acked(long... bounds) {
        return new Acked(
                1,
                IntStream.range(0, bounds.length / 2)
                        .mapToObj(i -> new Acked.Range(bounds[2 * i], bounds[2 * i + 1]))
                        .toList());
    }

    @Test
    void answersToMessagesThatCannotBeAreRefused() {
        impossible(() -> new Nack(1, 0, 0, ""));
        impossible(() -> new Nack(0, 1, 0, ""));
        impossible(() -> new Reject(1, 0, ""));
        impossible(() -> new Nack(1, 1, 0, "t".repeat(1025)));
        impossible(() -> new Reject(1, 1, "t".repeat(1025)));
        refused(
                FrameType.NACK,
                "number of a message must be",
                out -> out.u64(0).u32(0).u16(0));
        refused(
                FrameType.NACK,
                "delay must be less than 2^31",
                out -> out.u64(1).u32(-1).u16(0));
        refused(
                FrameType.REJECT,
                "number of a message must be",
                out -> out.u64(0).u16(0));
    }

    @Test
    void aMarkThatIsNeitherIsRefused() {
        impossible(() -> new Enclosed(0, 1, 1, 1, 1, new byte[0]));
        impossible(() -> new Enclosed(1, -1, 1, 1, 1, new byte[0]));
        impossible(() -> new Enclosed(1, 1, 0, 1, 1, new byte[0]));
        impossible(() -> new Enclosed(1, 1, 1, 0, 1, new byte[0]));
        impossible(() -> new Enclosed(1, 1, 1, 1, 0, new byte[0]));
        impossible(() -> new Enclosed(1, 1, 1, 1, FrameLimits.MAX_CAPACITY + 1, new byte[0]));
        impossible(() -> new Enclosed(1, 1, 1, 1, 1, new byte[(64 << 10) + 1]));
        impossible(() -> new Mark(1, -1, false));
        impossible(() -> new Mark(1, 65_536, false));
        refused(
                FrameType.MARK,
                "headed must be 0 or 1, was 2",
                out -> out.u16(0).u8(2));
    }

    @Test
    void batchesThatLieAboutTheirMessagesAreRefused() {
        impossible(() -> new Data(1, 0, new byte[4], 0, 4));
        impossible(() -> new Data(1, 5, new byte[4], 0, 4));
        impossible(() -> new Data(0, 1, new byte[4], 0, 4));
        refused(FrameType.DATA, "cannot hold 0 messages", out -> out.u32(0).u8(0));
        refused(
                FrameType.DATA,
                "cannot hold 4294967295 messages",
                out -> out.u32(-1).u8(0));
        refused(FrameType.DATA, "cannot hold 2 messages", out -> out.u32(2).u8(0));
        refused(
                FrameType.DATA,
                "message of 2 bytes reaches beyond the 1 left",
                out -> out.u32(1).u8(2).u8(0));
        refused(
                FrameType.DATA,
                "DATA has 1 bytes too many",
                out -> out.u32(1).u8(0).u8(0));
        String badLength = "message length must be less than 2^31 in at most 5 bytes";
        refused(FrameType.DATA, badLength, out -> out.u32(1).u8(0x80));
        refused(FrameType.DATA, badLength, out -> out.u32(2).u8(1).u8(0));
        refused(FrameType.DATA, badLength, out -> out.u32(1).raw(hex(0x80, 0x80, 0x80, 0x80, 0x80, 0), 0, 6));
        refused(FrameType.DATA, badLength, out -> out.u32(1).raw(hex(0xff, 0xff, 0xff, 0xff, 0x08, 0), 0, 6));
        refused(
                FrameType.DATA,
                "message of 2147483647 bytes reaches beyond the 1 left",
                out -> out.u32(1).raw(hex(0xff, 0xff, 0xff, 0xff, 0x07, 0), 0, 6));
    }

    @Test
    void fragmentsThatDoNotAddUpAreRefused() {
        byte[] array = new byte[10];
        impossible(() -> new Fragment(1, true, false, 2, array, 0, 3));
        impossible(() -> new Fragment(1, true, false, 3, array, 0, 3));
        impossible(() -> new Fragment(1, true, true, 4, array, 0, 3));
        impossible(() -> new Fragment(1, true, false, 4, array, 0, 0));
        impossible(() -> new Fragment(1, false, false, 0, array, 0, 0));
        impossible(() -> new Fragment(1, false, true, 0, array, 0, 0));
        impossible(() -> new Fragment(1, false, true, 3, array, 0, 3));
        impossible(() -> new Fragment(1, true, true, -1, array, 0, 3));
        byte[] shortFirst = new WireWriter().raw(array, 0, 3).toByteArray();
        byte[] frame = frame(FrameType.FRAGMENT, Fragment.FIRST, shortFirst);
        ProtocolViolation violation = assertThrows(
                ProtocolViolation.class, () -> FrameDecoder.afterHandshake().next(frame, 0, frame.length));
        assertTrue(violation.getMessage().startsWith("first FRAGMENT has no room for the total length"));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        for (byte[] bad : List.of(hex(0xff), hex(0xc0, 0x80), hex(0xed, 0xa0, 0x80), hex(0xe2, 0x82))) {
            refused(
                    FrameType.CLOSE,
                    "reason is not well-formed UTF-8",
                    out -> out.u16(0).u16(bad.length).raw(bad, 0, bad.length));
        }
        impossible(() -> new Close(ErrorCode.NORMAL, "half \ud83d pair"));
    }

    @Test
    void errorCodesOfNoVersionAreRefused() {
        refused(FrameType.CLOSE, "error code 11 is unknown", out -> out.u16(11).u16(0));
        refused(
                FrameType.LEAVE,
                "error code 65535 is unknown",
                out -> out.u64(0).u64(0).u16(0xffff).u16(0));
    }

    @Test
    void aHelloTooLargeForTheHandshakeIsNotEvenWritten() {
        Hello hello = hello(List.of(), List.of(new Hello.Extension(1, new byte[0xffff])));
        WireWriter out = new WireWriter().u8(1);
        assertThrows(IllegalArgumentException.class, () -> FrameEncoder.encode(hello, out));
        assertEquals(1, out.size());
    }

    private static Hello hello(List<String> addresses, List<Hello.Extension> extensions) {
        return new Hello(1, 1, 0, "", NODE, addresses, 0, 0, 1, extensions, 0, SessionToken.NONE);
    }

    private static WireWriter helloUntilAddresses(WireWriter out) {
        return out.u32(Hello.MAGIC).u16(1).u16(1).u64(0).string("").node(NODE);
    }

    private static void impossible(Runnable creation) {
        assertThrows(IllegalArgumentException.class, () -> {
            try {
                creation.run();
            } catch (IndexOutOfBoundsException e) {
                throw new AssertionError("a range instead of a limit was refused", e);
            }
        });
    }

    private static void refused(FrameType type, String text, Consumer<WireWriter> payload) {
        WireWriter out = new WireWriter();
        payload.accept(out);
        byte[] frame = frame(type, 0, out.toByteArray());
        ProtocolViolation violation = assertThrows(
                ProtocolViolation.class, () -> FrameDecoder.afterHandshake().next(frame, 0, frame.length));
        assertTrue(violation.getMessage().contains(text), violation.getMessage());
    }

    private static byte[] frame(FrameType type, int flags, byte[] payload) {
        byte[] header = Headers.of(type, payload.length);
        header[FrameHeader.FLAGS_AT] = (byte) flags;
        return new WireWriter()
                .raw(header, 0, header.length)
                .raw(payload, 0, payload.length)
                .toByteArray();
    }

    private static byte[] hex(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
