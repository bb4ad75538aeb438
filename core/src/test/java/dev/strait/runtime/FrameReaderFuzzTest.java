package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.MemoryAddress;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.FrameEncoder;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Ping;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.frame.WireWriter;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.session.Retention;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes on a connection and in whatever pieces, the reader with its chunks hands the engine what the decoder makes of all of it at
 * once: the same values, intact for as long as they are not taken, and the same violation. The bytes say what is sent (values small and large,
 * whole or in fragments, and bytes that are anything) and how much of it is there at a time. A quick regression over examples unless
 * JAZZER_FUZZ=1 is set in the environment; then they are where the fuzzer starts.
 */
class FrameReaderFuzzTest {
    private static final NodeRef SELF = new NodeRef("reader", 1, 1);
    private static final NodeRef PEER = new NodeRef("peer", 1, 1);
    private static final int MOST_BYTES = 256 << 10;

    /** What values have in them: none is as the one before, and none repeats within a chunk. */
    private static final byte[] CONTENT = new byte[(256 << 10) + (2 << 10)];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    /** More is granted at once than is ever sent, so that it does not matter when something is taken. */
    private static final EngineConfig.Credit CREDIT =
            new EngineConfig.Credit(1 << 20, 64 << 20, 64 << 20, 256L << 20, 64 << 20, 1_000);

    /** A node with one receiver, whose one connection is 1. */
    private static final class Reading {
        final List<String> said = new ArrayList<>();
        final List<Parcel> parcels = new ArrayList<>();
        final NodeEngine engine = new NodeEngine(
                new EngineConfig(
                        SELF, "cluster", List.of(), true, CREDIT, EngineConfig.Times.DEFAULT, Retention.Limits.DEFAULT),
                () -> 1);
        final ReceiverEnd receiver = engine.openReceiver(ChannelSpec.of("values"), new byte[0], 0);
        final EngineAccess access = new EngineAccess(engine, new EngineAccess.Actor() {
            @Override
            public void act(EngineEvent event) {
                heard(event);
            }

            @Override
            public void callSteward() {
                // nothing here is ever due
            }
        });

        Reading() {
            engine.accepted(1, 0);
        }

        /** What has to be said of it, and takes what is there, but leaves the bytes where they are. */
        void heard(EngineEvent event) {
            if (event instanceof EngineEvent.Warning warning) {
                said.add(warning.text());
            }
        }

        void take() {
            for (Parcel parcel = engine.poll(receiver, 0); parcel != null; parcel = engine.poll(receiver, 0)) {
                parcels.add(parcel);
            }
        }

        /** The bytes of all that was taken, as they are now. */
        List<String> values() {
            return parcels.stream()
                    .map(each -> each.messages() + " "
                            + HexFormat.of().formatHex(each.array(), each.from(), Math.min(each.to(), each.from() + 64))
                            + " "
                            + Arrays.hashCode(Arrays.copyOfRange(each.array(), each.from(), each.to())))
                    .toList();
        }
    }

    /** A connection that has so much to read at a time. */
    private record Pieces(ByteBuffer bytes, int[] sizes, int[] next) implements Connection {
        @Override
        public int tryRead(ByteBuffer into) {
            int size = sizes[next[0]++ % sizes.length];
            int count = Math.min(Math.min(size, into.remaining()), bytes.remaining());
            into.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void awaitReadable() {}

        @Override
        public long tryWrite(ByteBuffer[] from, int offset, int length) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] from, int offset, int length) {}

        @Override
        public void close(Duration linger) {}

        @Override
        public Address remote() {
            return new MemoryAddress("pieces");
        }
    }

    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesInAnyPiecesAreWhatTheyAreAtOnce(byte[] decisions) throws IOException {
        int[] sizes = new int[4];
        byte[] connection = connection(decisions, sizes);
        Reading atOnce = new Reading();
        boolean cutInFragment = readAtOnce(atOnce, connection);
        Reading inPieces = new Reading();
        readInPieces(inPieces, connection, sizes);
        assertEquals(atOnce.values(), inPieces.values());
        // The head of a fragment is judged before its content has come, which it never may.
        if (!cutInFragment || !atOnce.said.isEmpty()) {
            assertEquals(atOnce.said, inPieces.said);
        }
        assertTrue(inPieces.said.size() <= 1, () -> inPieces.said.toString());
    }

    private static void readInPieces(Reading reading, byte[] connection, int[] sizes) throws IOException {
        FrameReader reader = new FrameReader(1, reading.access, () -> {});
        Pieces pieces = new Pieces(ByteBuffer.wrap(connection), sizes, new int[1]);
        FrameReader.Outcome outcome = FrameReader.Outcome.ALL;
        try {
            while (outcome != FrameReader.Outcome.END_OF_FILE && outcome != FrameReader.Outcome.STOPPED) {
                outcome = reader.read(pieces);
                reading.access.runDeferred();
                reading.take();
            }
        } catch (ProtocolViolation violation) {
            reading.engine.violated(1, violation, 0);
        }
        reading.access.enter();
        reading.access.exit();
        reading.take();
        reader.close();
    }

    /** @return whether the bytes end within a fragment */
    private static boolean readAtOnce(Reading reading, byte[] connection) {
        FrameDecoder decoder = FrameDecoder.beforeHandshake();
        int from = 0;
        try {
            Frame frame = decoder.next(connection, from, connection.length);
            while (frame != null && reading.engine.receive(1, frame, 0)) {
                from += decoder.consumed();
                if (reading.engine.isEstablished(1)) {
                    decoder.handshakeDone();
                }
                reading.take();
                frame = decoder.next(connection, from, connection.length);
            }
        } catch (ProtocolViolation violation) {
            reading.engine.violated(1, violation, 0);
        }
        for (EngineEvent event = reading.engine.poll(); event != null; event = reading.engine.poll()) {
            reading.heard(event);
        }
        reading.take();
        return connection.length - from > 12 && connection[from + 4] == 0x12;
    }

    /** The first bytes are sizes of pieces; the others are what is sent behind the handshake and the opening of a stream. */
    private static byte[] connection(byte[] decisions, int[] sizes) {
        ByteBuffer in = ByteBuffer.wrap(decisions);
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = 1 + number(in);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FrameEncoder.encode(new Hello(
                Hello.VERSION,
                Hello.VERSION,
                0,
                "cluster",
                PEER,
                List.of(),
                16,
                2_048,
                1 << 20,
                List.of(),
                0,
                SessionToken.NONE)));
        out.writeBytes(FrameEncoder.encode(new Ready(0)));
        out.writeBytes(FrameEncoder.encode(new Open(1, 1, 1, "values", new byte[0])));
        while (in.hasRemaining() && out.size() < MOST_BYTES) {
            send(in, out);
        }
        return out.toByteArray();
    }

    private static void send(ByteBuffer in, ByteArrayOutputStream out) {
        int kind = in.get() & 7;
        int length = number(in);
        switch (kind) {
            case 0, 1 -> out.writeBytes(FrameEncoder.encode(data(kind == 0 ? 1 : 1 + length % 50, length, out.size())));
            case 2, 3 -> {
                byte[] content = content(1 + length * (kind == 2 ? 1 : 4), out.size());
                int cut = 1 + number(in);
                for (int from = 0; from < content.length; from += cut) {
                    int to = Math.min(content.length, from + cut);
                    int total = from == 0 ? content.length : 0;
                    out.writeBytes(FrameEncoder.encode(
                            new Fragment(1, from == 0, to == content.length, total, content, from, to)));
                }
            }
            case 4 -> out.writeBytes(FrameEncoder.encode(new Ping(length)));
            case 5 -> {
                byte[] half = FrameEncoder.encode(data(1, length, 0));
                out.write(half, 0, Math.min(half.length, number(in)));
            }
            default -> {
                byte[] any = new byte[Math.min(in.remaining(), length % 32)];
                in.get(any);
                out.writeBytes(any);
            }
        }
    }

    private static int number(ByteBuffer in) {
        return in.remaining() < 2 ? in.remaining() : in.getShort() & 0xFFFF;
    }

    private static Data data(int messages, int length, int seed) {
        WireWriter batch = new WireWriter();
        for (int i = 0; i < messages; i++) {
            byte[] content = content(length / messages, seed + i);
            batch.varint(content.length).raw(content, 0, content.length);
        }
        return new Data(1, messages, batch.array(), 0, batch.size());
    }

    private static byte[] content(int length, int seed) {
        int from = seed & 0x3FF;
        return Arrays.copyOfRange(CONTENT, from, from + length);
    }

    static Stream<Arguments> examples() {
        Random random = new Random(30);
        List<byte[]> examples = new ArrayList<>();
        examples.add(new byte[0]);
        for (int i = 0; i < 60; i++) {
            ByteBuffer decisions = ByteBuffer.allocate(8 + 5 * 20);
            for (int size = 0; size < 4; size++) {
                decisions.putShort((short) random.nextInt(1 << random.nextInt(17)));
            }
            for (int sent = 0; sent < 20; sent++) {
                boolean sane = i % 3 != 0 || sent < 15;
                decisions.put((byte) random.nextInt(sane ? 5 : 8));
                decisions.putShort((short) random.nextInt(1 << random.nextInt(17)));
                if (decisions.get(decisions.position() - 3) == 2 || decisions.get(decisions.position() - 3) == 3) {
                    decisions.putShort((short) random.nextInt(1 << random.nextInt(8, 17)));
                }
            }
            examples.add(Arrays.copyOf(decisions.array(), decisions.position()));
        }
        return examples.stream().map(bytes -> Arguments.of((Object) bytes));
    }
}
