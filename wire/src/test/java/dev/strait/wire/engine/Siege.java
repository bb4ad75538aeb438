package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.Member;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Three nodes, of which two have intruders at their ports: {@code host}, where the directory is, and {@code plain}, which both have ends of
 * every kind for whoever comes. Between them and {@code good} go values that must not be disturbed whatever the intruders do. And what holds of
 * all nodes after every step, and when it is over.
 */
final class Siege {
    /** Channels with an end at both nodes, for intruders: receivers of those that go up, senders of the others. */
    static final List<String> CHANNELS = List.of("up", "down", "meet up", "meet down");

    private static final String STEADY = "steady ";

    /** A receiver end that a stream can be opened to. */
    record Target(String channel, long end) {}

    /** Values from one node to another that must arrive. */
    private record Steady(Out out, In in, List<String> sent) {
        void send(String value) {
            sent.add(value);
            out.send(value);
        }
    }

    /** The ends of one node that are there for intruders. */
    private record Ends(Player node, In up, Out down, Takes meetUp, Sends meetDown) {}

    final Cluster cluster = new Cluster();
    final Player host = cluster.host("host");
    final Player plain = cluster.node("plain").join(host);
    private final Player good = cluster.node("good").join(host);
    private final List<Steady> steady = List.of(steady(good, host), steady(host, good), steady(good, plain));
    private final List<Ends> ends = List.of(endsOf(host), endsOf(plain));
    private final List<EngineStatus> before = status();
    private final List<Intruder> dialled = new ArrayList<>();
    private final Map<Player, SessionToken> sessions = new HashMap<>();

    Siege() {
        sendSteadily();
    }

    static boolean isSteady(String channel) {
        return channel.startsWith(STEADY);
    }

    private Steady steady(Player from, Player to) {
        String channel = STEADY + from.id() + " " + to.id();
        return new Steady(from.sender(channel), to.receiver(channel).takeAll(), new ArrayList<>());
    }

    private static Ends endsOf(Player node) {
        In up = node.receiver("up");
        if (node.id().equals("plain")) {
            up.holding(); // what the host takes is acknowledged thereby
        }
        return new Ends(node, up, node.sender("down"), node.taking("meet up"), node.offering("meet down"));
    }

    /** The nodes that are attacked. */
    List<Player> victims() {
        return List.of(host, plain);
    }

    List<NodeRef> nodes() {
        return List.of(host.ref, plain.ref, good.ref, new NodeRef("nobody", 0, 0));
    }

    /** The ends of a node that intruders may open streams to. */
    List<Target> targets(Player node) {
        Ends of = ends.get(victims().indexOf(node));
        return List.of(
                new Target("up", of.up.end.ref().number()),
                new Target("meet up", of.meetUp.end.ref().number()));
    }

    /** The last session that an intruder had with the node, as far as the node has told its name. */
    SessionToken session(Player node) {
        return sessions.getOrDefault(node, SessionToken.NONE);
    }

    /** What the intruder was told may be of use to those after it. */
    void remember(Intruder intruder) {
        if (!intruder.session.isNone()) {
            sessions.put(intruder.victim(), intruder.session);
        }
    }

    /** The connections among the others break, which they survive. */
    void cutOthers() {
        cluster.cut(good, host);
        cluster.cut(plain, good);
        cluster.cut(plain, host);
    }

    /** From now on somebody answers who dials "bad". */
    void answerDials() {
        cluster.answer("bad", (by, connection) -> {
            Intruder intruder = Intruder.dialledBy(by, connection);
            dialled.add(intruder);
            return intruder;
        });
    }

    /** Those who were dialled. */
    List<Intruder> dialled() {
        return dialled;
    }

    /** A value goes every undisturbed way. */
    void sendSteadily() {
        for (Steady each : steady) {
            each.send(each.sent.size() % 8 == 7 ? "v*5000" : "v" + each.sent.size());
        }
    }

    /** One of the programs of a node that is attacked does something. */
    void act(Player node, int what) {
        Ends of = ends.get(victims().indexOf(node));
        switch (what) {
            case 0 -> of.up.takeAll();
            case 1 -> {
                if (of.up.takeOne()) {
                    of.up.report();
                    of.up.answerNext();
                }
                cluster.run();
            }
            case 2 -> of.down.send("a", "b", "c");
            case 3 -> of.down.send("d*70000", "e");
            case 4 -> of.meetUp.receive(1);
            case 5 -> of.meetUp.giveUp();
            case 6 -> of.meetUp.hold();
            case 7 -> of.meetUp.decideNow();
            case 8 -> of.meetDown.send("f");
            case 9 -> of.meetDown.send("g*3000");
            case 10 -> of.meetDown.withdrawAll();
            case 11 -> of.meetDown.giveUp();
            case 12 -> of.down.done();
            case 13 -> of.up.close();
            default -> throw new IllegalArgumentException("no such act: " + what);
        }
    }

    static final int ACTS = 14;

    /** What holds of every node at any time. */
    void check() {
        for (Player node : cluster.players()) {
            EngineStatus status = node.engine.status();
            EngineConfig.Credit credit = Cluster.CREDIT;
            long whole = credit.maxMessageBytes() + FrameLimits.FRAGMENTED_MESSAGE_OVERHEAD_BYTES;
            long most = status.budgetBytes()
                    + (1L + status.passedOver()) * whole
                    + (long) status.incomingStreams() * credit.initialBytes();
            assertTrue(
                    status.reservedBytes() >= 0 && status.reservedBytes() <= most,
                    () -> node.id() + " has granted more than " + most + ": " + status);
            assertTrue(status.keptBytes() >= 0, () -> node.id() + " keeps less than nothing: " + status);
            assertTrue(node.engine.deadline() > cluster.now, () -> node.id() + " has something left to do");
        }
        for (Ends of : ends) {
            long untaken = check(of.up.end) + check(of.meetUp.end);
            check(of.down.end);
            check(of.meetDown.end);
            long reserved = of.node.engine.status().reservedBytes();
            assertTrue(untaken <= reserved, () -> of.node.id() + " holds " + untaken + " bytes, of " + reserved);
        }
    }

    private static long check(ReceiverEnd end) {
        long untaken = 0;
        for (InStream stream : end.streams()) {
            check(stream.ledger());
            if (stream.state() == InStream.State.OPEN || stream.state() == InStream.State.ENDED) {
                untaken += stream.ledger().untakenBytes();
            }
        }
        return untaken;
    }

    private static void check(SenderEnd end) {
        for (Lane lane : end.lanes()) {
            check(lane.ledger());
        }
    }

    private static void check(Ledger ledger) {
        assertTrue(
                ledger.takenMessages() <= ledger.sentMessages()
                        && ledger.sentMessages() <= ledger.messageLimit()
                        && ledger.takenBytes() <= ledger.sentBytes()
                        && ledger.sentBytes() <= ledger.byteLimit(),
                "the credit of a stream is in disorder");
    }

    /** The intruders are gone: a minute later nothing of them is left, and every value has arrived, once and in order. */
    void end() {
        cluster.answer("bad", null);
        sendSteadily();
        cluster.advance(60_000);
        check();
        List<EngineStatus> after = status();
        for (int i = 0; i < after.size(); i++) {
            assertEquals(traces(before.get(i)), traces(after.get(i)), "of the intruders is left at node " + i);
            assertEquals(0, after.get(i).suspended(), "a session of an intruder waits at node " + i);
            assertEquals(0, after.get(i).keptBytes(), "something is kept at node " + i);
        }
        Set<String> alive = new HashSet<>(List.of("host", "plain", "good"));
        for (String channel : CHANNELS) {
            for (Member member : host.engine.members(channel)) {
                assertTrue(alive.contains(member.end().node().id()), () -> "still in " + channel + ": " + member);
            }
        }
        sendSteadily();
        for (Steady each : steady) {
            each.out.done();
        }
        cluster.advance(10_000);
        for (Steady each : steady) {
            assertEquals(each.sent, each.in.taken);
            assertEquals(new Closure.Done(), each.in.closure());
            assertTrue(each.out.drained);
            each.in.close();
        }
        endPrograms();
    }

    private static List<Integer> traces(EngineStatus status) {
        return List.of(status.connections(), status.links(), status.outgoingStreams(), status.incomingStreams());
    }

    private void endPrograms() {
        for (Ends of : ends) {
            of.up.close();
            of.down.fail("over");
            of.meetUp.decideNow();
            of.meetUp.close();
            of.meetDown.fail("over");
        }
        cluster.advance(1_000);
        for (Player node : cluster.players()) {
            EngineStatus status = node.engine.status();
            assertEquals(0, status.reservedBytes(), () -> node.id() + " has still granted: " + status);
            assertEquals(
                    List.of(0, 0, 0, 0),
                    List.of(status.outgoingStreams(), status.incomingStreams(), status.senders(), status.receivers()),
                    node.id());
        }
    }

    private List<EngineStatus> status() {
        return cluster.players().stream().map(each -> each.engine.status()).toList();
    }
}
