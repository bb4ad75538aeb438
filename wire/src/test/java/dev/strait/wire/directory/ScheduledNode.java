package dev.strait.wire.directory;

import dev.strait.wire.directory.DirectoryEvent.AppearedEvent;
import dev.strait.wire.directory.DirectoryEvent.CompletedEvent;
import dev.strait.wire.directory.DirectoryEvent.FailedEvent;
import dev.strait.wire.directory.DirectoryEvent.GoneEvent;
import dev.strait.wire.directory.DirectoryEvent.OpenedEvent;
import dev.strait.wire.directory.DirectoryEvent.RefusedEvent;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One node of {@link DirectoryScheduleTest}: a client, the link to the directory, and what an owner would remember. */
final class ScheduledNode {
    /** What the owner thinks of an own end. */
    static final class Own {
        final ChannelSpec spec;
        final Role role;
        final long request;
        boolean open;
        boolean ended;
        boolean toldOutcome;

        Own(ChannelSpec spec, Role role, long request) {
            this.spec = spec;
            this.role = role;
            this.request = request;
        }
    }

    final NodeRef node;
    final DirectoryClient client;
    final Map<EndRef, Own> own = new LinkedHashMap<>();
    /** Ends of other nodes that the owner was told of, per channel. */
    final Map<String, Set<EndRef>> others = new HashMap<>();

    final ArrayDeque<byte[]> up = new ArrayDeque<>();
    final ArrayDeque<byte[]> down = new ArrayDeque<>();
    boolean linked;
    private long nextNumber = 1;

    ScheduledNode(NodeRef node) {
        this.node = node;
        this.client = new DirectoryClient(node, List.of("tcp://" + node.id()));
    }

    void link(NodeRef directory) {
        linked = true;
        client.attached(directory);
    }

    void cut() {
        linked = false;
        up.clear();
        down.clear();
        client.detached();
    }

    void open(ChannelSpec spec, Role role, byte[] schema) {
        EndRef end = new EndRef(node, nextNumber++);
        own.put(end, new Own(spec, role, client.open(end, spec, role, schema)));
    }

    /** An own end that may act, or null. */
    EndRef pick(Random random, Role role, boolean mustBeOpen) {
        List<EndRef> fit = own.entrySet().stream()
                .filter(each -> each.getValue().role == role && (each.getValue().open || !mustBeOpen))
                .map(Map.Entry::getKey)
                .toList();
        return fit.isEmpty() ? null : fit.get(random.nextInt(fit.size()));
    }

    void end(EndRef end, EndState state) {
        own.get(end).ended = true;
        client.endSender(end, state);
    }

    void close(EndRef end) {
        forget(own.remove(end));
        client.closeEnd(end);
    }

    void withdraw(EndRef end) {
        Own was = own.remove(end);
        forget(was);
        client.withdraw(was.request);
    }

    private void forget(Own was) {
        if (own.values().stream().noneMatch(each -> each.open && each.spec.equals(was.spec))) {
            others.remove(was.spec.name());
        }
    }

    void pull() {
        for (ToDirectory each = client.pollMessage(); each != null; each = client.pollMessage()) {
            up.add(DirectoryCodec.encode(each));
        }
        for (DirectoryEvent each = client.pollEvent(); each != null; each = client.pollEvent()) {
            take(each);
        }
    }

    private void take(DirectoryEvent event) {
        switch (event) {
            case OpenedEvent it -> {
                Own opened = own.get(it.end());
                if (opened != null) {
                    check(!opened.open, "opened twice: " + it.end());
                    opened.open = true;
                    opened.toldOutcome |= !(it.state() instanceof ChannelState.Live);
                    it.members().forEach(each -> appeared(it.channel(), each.end()));
                }
            }
            case RefusedEvent it -> {
                check(it.code() == RefusalCode.SCHEMAS, it.toString());
                check(!it.schemas().isEmpty(), it.toString());
                client.checked(
                        it.request(),
                        it.schemas().stream().map(SchemaOf::fingerprint).toList());
            }
            case AppearedEvent it -> appeared(it.channel(), it.member().end());
            case GoneEvent it -> {
                check(!it.end().node().equals(node), "told of an own end: " + it);
                Set<EndRef> known = others.get(it.channel());
                check(known == null || known.remove(it.end()), "gone, but never there: " + it);
            }
            case CompletedEvent it -> outcome(it.channel());
            case FailedEvent it -> outcome(it.channel());
        }
    }

    private void appeared(String channel, EndRef end) {
        boolean has = own.values().stream()
                .anyMatch(each -> each.open && each.spec.name().equals(channel));
        if (has && !end.node().equals(node)) {
            others.computeIfAbsent(channel, _ -> new HashSet<>()).add(end);
        }
    }

    private void outcome(String channel) {
        own.values().stream()
                .filter(each -> each.open && each.spec.name().equals(channel))
                .forEach(each -> each.toldOutcome = true);
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
