package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One node of a {@link Cluster} with the programs that run on it. */
final class Player {
    final Cluster cluster;
    final NodeEngine engine;
    final NodeRef ref;
    final List<String> addresses;
    /** Events that no program handles, in order. */
    final List<EngineEvent> heard = new ArrayList<>();
    /** Frames by type that arrived from here. */
    final Map<String, Integer> written = new HashMap<>();

    /** What it said last of itself. */
    @Nullable
    Hello said;

    int dials;
    /** Whether somebody has dead letters as soon as there are any. */
    boolean buries = true;

    private final Map<EndRef, Out> outs = new LinkedHashMap<>();
    private final Map<EndRef, In> ins = new LinkedHashMap<>();
    private final Map<EndRef, Sends> sends = new LinkedHashMap<>();
    private final Map<EndRef, Takes> takes = new LinkedHashMap<>();

    Player(Cluster cluster, NodeEngine engine, NodeRef ref, List<String> addresses) {
        this.cluster = cluster;
        this.engine = engine;
        this.ref = ref;
        this.addresses = addresses;
    }

    String id() {
        return ref.id();
    }

    /** Joins the directory of that node. */
    Player join(Player host) {
        engine.join(host.id(), cluster.now);
        cluster.run();
        return this;
    }

    Out sender(String channel) {
        return sender(ChannelSpec.of(channel));
    }

    Out sender(ChannelSpec spec) {
        return sender(spec, QueueSenderEnd.DEFAULT_ATTEMPTS);
    }

    /** Whose messages are dead letters when they came back so often. */
    Out sender(ChannelSpec spec, int maxAttempts) {
        SenderEnd end = engine.openSender(spec, "text".getBytes(StandardCharsets.UTF_8), maxAttempts, cluster.now);
        Out out = new Out(this, end);
        outs.put(end.ref(), out);
        cluster.run();
        return out;
    }

    /** The sender of a channel without a name, whose receiver is here. */
    Out anonymous() {
        SenderEnd end = engine.openAnonymous(16, "text".getBytes(StandardCharsets.UTF_8), 5);
        Out out = new Out(this, end);
        outs.put(end.ref(), out);
        return out;
    }

    /** A receiver that has come in a message. */
    In claimed(ReceiverEnd end) {
        In in = new In(this, end);
        ins.put(end.ref(), in);
        return in;
    }

    In receiver(String channel) {
        return receiver(ChannelSpec.of(channel));
    }

    In receiver(ChannelSpec spec) {
        ReceiverEnd end = engine.openReceiver(spec, "text".getBytes(StandardCharsets.UTF_8), cluster.now);
        In in = new In(this, end);
        ins.put(end.ref(), in);
        cluster.run();
        return in;
    }

    /** A sender of a rendezvous channel. */
    Sends offering(String channel) {
        SenderEnd end = engine.openSender(rendezvous(channel), "text".getBytes(StandardCharsets.UTF_8), cluster.now);
        Sends program = new Sends(this, end);
        sends.put(end.ref(), program);
        cluster.run();
        return program;
    }

    /** A receiver of a rendezvous channel. */
    Takes taking(String channel) {
        ReceiverEnd end =
                engine.openReceiver(rendezvous(channel), "text".getBytes(StandardCharsets.UTF_8), cluster.now);
        Takes program = new Takes(this, end);
        takes.put(end.ref(), program);
        cluster.run();
        return program;
    }

    private static ChannelSpec rendezvous(String channel) {
        return new ChannelSpec(channel, 0, 0, false, false);
    }

    void leave() {
        engine.leave(cluster.now);
        cluster.run();
    }

    void handle(EngineEvent event) {
        switch (event) {
            case EngineEvent.CanSend it
            when it.sender().isRendezvous() -> sends(it.sender()).go();
            case EngineEvent.CanReceive it
            when it.receiver().isRendezvous() ->
                Objects.requireNonNull(takes.get(it.receiver().ref())).wake();
            case EngineEvent.Settled it -> sends(it.sender()).settled(it.offer(), it.verdict());
            case EngineEvent.CanSend it -> {
                out(it.sender()).wakes++;
                out(it.sender()).go();
            }
            case EngineEvent.CanReceive it -> in(it.receiver()).wake();
            case EngineEvent.DeadLettered it -> {
                heard.add(it);
                if (buries) {
                    engine.buried(it.sender(), it.letter().place(), cluster.now);
                }
            }
            case EngineEvent.Seal it -> seal(it.sender());
            case EngineEvent.ReportTaken it -> in(it.receiver()).report();
            case EngineEvent.Drained it
            when it.sender().isRendezvous() -> {
                sends(it.sender()).drained = true;
                heard.add(it);
            }
            case EngineEvent.Drained it -> {
                out(it.sender()).drained = true;
                heard.add(it);
            }
            default -> heard.add(event);
        }
    }

    void seal(SenderEnd end) {
        out(end).seal();
    }

    private Sends sends(SenderEnd end) {
        return Objects.requireNonNull(sends.get(end.ref()));
    }

    private Out out(SenderEnd end) {
        Out out = outs.get(end.ref());
        if (out == null) {
            throw new AssertionError("no program of " + end.ref());
        }
        return out;
    }

    private In in(ReceiverEnd end) {
        In in = ins.get(end.ref());
        if (in == null) {
            throw new AssertionError("no program of " + end.ref());
        }
        return in;
    }

    /** What became of messages, as far as senders here have asked for it, in order. */
    List<Answer> answers() {
        return heard.stream()
                .filter(EngineEvent.Answered.class::isInstance)
                .map(it -> ((EngineEvent.Answered) it).answer())
                .toList();
    }

    /** The texts of what happened to links, in order. */
    List<String> links() {
        return heard.stream()
                .filter(EngineEvent.LinkChanged.class::isInstance)
                .map(it -> ((EngineEvent.LinkChanged) it).text())
                .toList();
    }

    /** How many of the events heard are of this type. */
    long heard(Class<? extends EngineEvent> type) {
        return heard.stream().filter(type::isInstance).count();
    }

    /** The texts of all events heard, for looking something up. */
    String story() {
        return heard.toString();
    }
}
