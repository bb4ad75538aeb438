package dev.strait.wire.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.EndState;
import dev.strait.wire.directory.Role;
import dev.strait.wire.directory.Schema;
import dev.strait.wire.directory.ToDirectory;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameEncoder;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Want;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node under arbitrary bytes: they are handled or a violation, memory stays within what was granted, the values of others arrive undisturbed,
 * and when the connection is gone nothing of it is left ({@link Siege}). The first byte says what the others are:
 *
 * <ol start="0">
 *   <li>all that ever comes on a connection,
 *   <li>what comes on it behind a proper handshake,
 *   <li>{@link Step}s: frames of every type, whose fields the bytes decide, on up to three connections, with losses, resumed sessions, time that
 *       passes, and what the node's own programs do meanwhile.
 * </ol>
 *
 * A quick regression over examples unless JAZZER_FUZZ=1 is set in the environment; then they are where the fuzzer starts.
 */
class EngineFuzzTest {
    private static final int RAW = 0;
    private static final int RAW_BEHIND_HANDSHAKE = 1;
    private static final int STEPS = 2;

    /** Enough for states that are deep, and an input is over in milliseconds: most of what that costs are the heartbeats. */
    private static final int MOST_STEPS = 300;

    private static final long MOST_NANOS = 60_000_000_000L;

    private static final int CONNECTIONS = 3;
    private static final NodeRef BAD = new NodeRef("bad", 1, 1);
    private static final int[] MILLIS = {1, 5, 20, 250, 1_000, 3_000, 5_000, 31_000};

    /** What may happen; the order is part of the examples and of findings that were kept. */
    private enum Step {
        FRAME,
        DIRECTORY,
        ENTER,
        CONNECT,
        HELLO,
        READY,
        CUT,
        BYTES,
        HALF,
        TIME,
        STEADY,
        ACT,
        DIALLED,
        RESUME,
        CUT_OTHERS
    }

    @MethodSource("examples")
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreHandledAndDisturbNobody(byte[] bytes) {
        Siege siege = new Siege();
        Choices choices = new Choices(bytes);
        switch (choices.below(3)) {
            case RAW -> raw(siege, choices, false);
            case RAW_BEHIND_HANDSHAKE -> raw(siege, choices, true);
            default -> steps(siege, choices);
        }
        siege.check();
        siege.end();
    }

    private static void raw(Siege siege, Choices choices, boolean behindHandshake) {
        Player victim = choices.of(siege.victims());
        int piece = 1 + choices.below(256);
        Intruder intruder = Intruder.to(victim);
        if (behindHandshake) {
            enter(intruder);
        }
        while (!choices.isOver() && intruder.isConnected()) {
            intruder.give(choices.bytes(piece));
            siege.check();
        }
        siege.sendSteadily();
        intruder.cut();
    }

    private static void steps(Siege siege, Choices choices) {
        siege.answerDials();
        Intruder[] intruders = new Intruder[CONNECTIONS];
        Arrays.setAll(intruders, i -> Intruder.to(siege.host));
        FuzzedFrames frames = new FuzzedFrames(siege, choices);
        List<Step> steps = List.of(Step.values());
        for (int i = 0; i < MOST_STEPS && !choices.isOver(); i++) {
            Step step = choices.of(steps);
            int slot = choices.below(CONNECTIONS);
            intruders[slot] = step(siege, choices, frames, intruders[slot], step);
            siege.remember(intruders[slot]);
            siege.check();
        }
        for (Intruder each : intruders) {
            each.cut();
        }
        siege.dialled().forEach(Intruder::cut);
    }

    private static Intruder step(Siege siege, Choices choices, FuzzedFrames frames, Intruder on, Step step) {
        switch (step) {
            case FRAME -> on.give(frames.next(on));
            case DIRECTORY -> on.give(frames.next(on, FrameType.DIRECTORY));
            case ENTER -> {
                on.cut();
                Intruder fresh = Intruder.to(choices.of(siege.victims()));
                enter(fresh);
                return fresh;
            }
            case CONNECT -> {
                on.cut();
                return Intruder.to(choices.of(siege.victims()));
            }
            case HELLO -> on.give(frames.next(on, FrameType.HELLO));
            case READY -> on.give(Handshakes.ready());
            case CUT -> on.cut();
            case BYTES -> on.give(choices.bytes(1 + choices.below(32)));
            case HALF -> {
                byte[] frame = FrameEncoder.encode(frames.next(on));
                int half = Math.min(frame.length, choices.below(40));
                on.give(Arrays.copyOf(frame, half));
                siege.sendSteadily();
                on.give(Arrays.copyOfRange(frame, half, frame.length));
            }
            case TIME -> {
                int millis = MILLIS[choices.below(MILLIS.length)];
                siege.cluster.advance(siege.cluster.now < MOST_NANOS ? millis : 1);
            }
            case STEADY -> siege.sendSteadily();
            case ACT -> siege.act(choices.of(siege.victims()), choices.below(Siege.ACTS));
            case RESUME -> {
                on.cut();
                Intruder fresh = Intruder.to(on.victim());
                fresh.self = on.self;
                fresh.opened.addAll(on.opened);
                fresh.give(Handshakes.hello(on.self, List.of("bad"), false, siege.session(on.victim())));
                fresh.give(new Ready(choices.number()));
                return fresh;
            }
            case CUT_OTHERS -> siege.cutOthers();
            case DIALLED -> {
                if (!siege.dialled().isEmpty()) {
                    on.cut();
                    return siege.dialled().removeFirst();
                }
            }
        }
        return on;
    }

    /** A member of the cluster, and of its directory where that is. */
    private static void enter(Intruder on) {
        on.give(Handshakes.hello(on.self, List.of("bad"), false));
        on.give(Handshakes.ready());
        if (on.victim().id().equals("host")) {
            on.give(FuzzedFrames.frame(new ToDirectory.Join(on.self, List.of("bad"), false, null)));
        }
    }

    static Stream<Arguments> examples() {
        List<byte[]> examples = new ArrayList<>();
        examples.add(new byte[0]);
        examples.addAll(conversations(RAW, List.of(Handshakes.hello(BAD, List.of("bad"), false), Handshakes.ready())));
        examples.addAll(conversations(RAW_BEHIND_HANDSHAKE, List.of()));
        examples.addAll(scripts());
        Random random = new Random(20);
        for (int i = 0; i < 60; i++) {
            byte[] any = new byte[400];
            random.nextBytes(any);
            any[0] = STEPS;
            examples.add(any);
        }
        return examples.stream().map(bytes -> Arguments.of((Object) bytes));
    }

    /** What a well-behaved node might say to the host, all at once and byte by byte. Ends 3 and 5 are {@code up} and {@code meet up} there. */
    private static List<byte[]> conversations(int mode, List<Frame> handshake) {
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        byte[] values = {1, 'a', 2, 'b', 'c'};
        List<Frame> frames = new ArrayList<>(handshake);
        frames.add(FuzzedFrames.frame(new ToDirectory.Join(BAD, List.of("bad"), false, null)));
        for (String channel : List.of("up", "meet up")) {
            frames.add(FuzzedFrames.frame(new ToDirectory.OpenEnd(
                    frames.size(),
                    new EndRef(BAD, frames.size()),
                    channel.equals("up") ? ChannelSpec.of(channel) : new ChannelSpec(channel, 0, 0, false, false),
                    Role.SENDER,
                    EndState.OPEN,
                    Schema.of(text),
                    List.of(),
                    null)));
        }
        frames.add(new Open(1, 1, 3, "up", text));
        frames.add(new Data(1, 2, values, 0, values.length));
        frames.add(new Fragment(1, true, false, 900, new byte[900], 0, 500));
        frames.add(new Fragment(1, false, true, 0, new byte[400], 0, 400));
        frames.add(new Open(2, 2, 5, "meet up", text));
        frames.add(new Waiting(2, 1));
        frames.add(new Want(1, 50_000));
        frames.add(new Done(1, 3));
        frames.add(new Close(ErrorCode.NORMAL, ""));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(frame -> all.writeBytes(FrameEncoder.encode(frame)));
        byte[] said = all.toByteArray();
        return Stream.of(255, 0, 12)
                .map(piece -> concat(new byte[] {(byte) mode, 0, (byte) (int) piece}, said))
                .toList();
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }

    private static List<byte[]> scripts() {
        List<byte[]> scripts = new ArrayList<>();
        for (int victim = 0; victim < 2; victim++) {
            Script values = new Script().on(Step.ENTER, victim).frame(FrameType.OPEN, 0, 0, 0, 0, 0, 0, 0);
            scripts.add(values.frame(FrameType.DATA, 0, 0, 1, 0, 2, 'a', 'b', 0, 1, 'c')
                    .on(Step.ACT, victim, 0)
                    .on(Step.RESUME, 2)
                    .frame(FrameType.DATA, 0, 0, 0, 0, 1, 'd')
                    .on(Step.CUT)
                    .on(Step.CUT_OTHERS)
                    .on(Step.ENTER, victim)
                    .on(Step.TIME, 6)
                    .bytes());
            Script offers = new Script().on(Step.ENTER, victim).frame(FrameType.OPEN, 0, 0, 1, 0, 0, 0, 0);
            scripts.add(offers.frame(FrameType.WAITING, 0, 0, 1)
                    .on(Step.ACT, victim, 6)
                    .on(Step.ACT, victim, 4)
                    .frame(FrameType.DATA, 0, 0, 0, 0, 1, 'd')
                    .frame(FrameType.WITHDRAW, 0, 0, 1)
                    .on(Step.ACT, victim, 7)
                    .bytes());
            Script large = new Script().on(Step.ENTER, victim).frame(FrameType.OPEN, 0, 0, 0, 0, 0, 0, 0);
            scripts.add(large.frame(FrameType.WANT, 0, 0, 231)
                    .frame(FrameType.FRAGMENT, 0, 0, 1, 100, 1, 0, 231)
                    .on(Step.ACT, victim, 0)
                    .on(Step.TIME, 5)
                    .bytes());
        }
        for (int channel : new int[] {1, 3}) {
            Script taken = new Script().on(Step.ENTER, 0).on(Step.DIRECTORY, 2, 0, channel, 0, 1, 0, 5, 0, 0, 0, 0, 0);
            scripts.add(taken.on(Step.ACT, 0, channel == 1 ? 2 : 8)
                    .frame(FrameType.CREDIT, 4, 0, 1, 8, 225)
                    .on(Step.ACT, 0, channel == 1 ? 3 : 9)
                    .on(Step.RESUME, 1)
                    .on(Step.RESUME, 0)
                    .frame(FrameType.TAKEN, 4, 0, 1)
                    .frame(FrameType.LEAVE, 4, 0, 1, 11, 0)
                    .on(Step.TIME, 4)
                    .bytes());
        }
        return scripts;
    }

    /** {@link Step}s on the first connection, written down. */
    private static final class Script {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Script() {
            out.write(STEPS);
        }

        Script on(Step step, int... decisions) {
            out.write(step.ordinal());
            out.write(0);
            for (int each : decisions) {
                out.write(each);
            }
            return this;
        }

        Script frame(FrameType type, int... decisions) {
            on(Step.FRAME, type.ordinal());
            for (int each : decisions) {
                out.write(each);
            }
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
