package dev.strait.wire.directory;

import static dev.strait.wire.directory.ScheduledNode.check;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Five nodes and three channels under random schedules: opens, ends, closes, withdrawals, links cut, nodes crashed, the directory
 * restarted, every message through its bytes. After every step what the directory says is compared with a simple model; then the
 * faults stop and everything must agree. A failure prints its seed; {@code -Dstrait.seed=N} runs that one alone.
 */
class DirectoryScheduleTest {
    private static final int SEEDS = 600;
    private static final int STEPS = 300;
    private static final List<ChannelSpec> CHANNELS =
            List.of(ChannelSpec.of("any"), Stage.spec("three", 3, false, true), Stage.spec("never", 0, true, false));
    private static final List<byte[]> SCHEMAS = List.of(Stage.schema("string"), Stage.schema("text"));

    @Test
    void randomSchedulesKeepTheContract() {
        Long only = Long.getLong("strait.seed");
        long first = only != null ? only : System.nanoTime();
        System.out.println("randomSchedulesKeepTheContract: first of " + SEEDS + " seeds is " + first);
        for (long seed = first; seed < first + (only != null ? 1 : SEEDS); seed++) {
            try {
                new Run(seed).run();
            } catch (Throwable e) {
                throw new AssertionError("repeat with -Dtest=DirectoryScheduleTest -Dstrait.seed=" + seed, e);
            }
        }
    }

    @Test
    void oneSeedGivesOneHistory() {
        Run once = new Run(42);
        once.run();
        Run again = new Run(42);
        again.run();
        check(once.history.equals(again.history), "histories differ");
        check(once.history.size() > 100, "history of " + once.history.size());
    }

    /** What must be true of one generation, from the messages alone. */
    private static final class Model {
        final Map<EndRef, Boolean> senders = new LinkedHashMap<>();
        boolean over;
        boolean recalled;
    }

    private static final class Run {
        private final Random random;
        private final List<ScheduledNode> nodes = new ArrayList<>();
        private final Map<Long, Model> generations = new HashMap<>();
        private final Set<NodeRef> leased = new HashSet<>();
        final List<String> history = new ArrayList<>();
        private NodeRef host = new NodeRef("host", 1, 1);
        private Directory directory = new Directory(host, DirectoryLimits.DEFAULT);
        private long incarnation = 1;
        private long now;
        /** Per generation and node, outcomes told: at most one. */
        private final Set<String> told = new HashSet<>();

        Run(long seed) {
            random = new Random(seed);
            for (int each = 0; each < 5; each++) {
                nodes.add(new ScheduledNode(new NodeRef("n" + each, incarnation, each)));
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            quiet();
            agree();
        }

        private void step() {
            ScheduledNode node = nodes.get(random.nextInt(nodes.size()));
            int dice = random.nextInt(1_000);
            if (dice < 500) {
                deliver(node, random.nextInt(4) + 1);
            } else if (dice < 600) {
                Role role = random.nextBoolean() ? Role.SENDER : Role.RECEIVER;
                node.open(CHANNELS.get(random.nextInt(3)), role, SCHEMAS.get(random.nextInt(2)));
            } else if (dice < 680) {
                EndRef end = node.pick(random, Role.SENDER, true);
                if (end != null) {
                    node.end(end, random.nextInt(12) == 0 ? Stage.BROKEN : EndState.DONE);
                }
            } else if (dice < 760) {
                EndRef end = node.pick(random, Role.SENDER, true);
                if (end != null && (node.own.get(end).ended || random.nextInt(20) == 0)) {
                    node.close(end);
                }
            } else if (dice < 800) {
                EndRef end = node.pick(random, Role.RECEIVER, random.nextBoolean());
                if (end != null) {
                    node.close(end);
                }
            } else if (dice < 820) {
                EndRef end = node.pick(random, Role.SENDER, false);
                if (end != null && !node.own.get(end).open) {
                    node.withdraw(end);
                }
            } else if (dice < 920) {
                if (!node.linked) {
                    node.link(host);
                }
            } else if (dice < 950) {
                cut(node);
            } else if (dice < 965) {
                crash(node);
            } else if (dice < 970) {
                restart();
            } else {
                now += random.nextLong(2_000_000_000L);
                directory.tick(now);
                take();
            }
            nodes.forEach(ScheduledNode::pull);
        }

        private void cut(ScheduledNode node) {
            node.cut();
            if (random.nextBoolean()) {
                lose(node.node); // else the next join finds the old lease
            }
        }

        private void lose(NodeRef node) {
            gone(node);
            directory.lost(node);
            take();
        }

        private void crash(ScheduledNode node) {
            node.cut();
            lose(node.node);
            int at = nodes.indexOf(node);
            nodes.set(at, new ScheduledNode(new NodeRef(node.node.id(), ++incarnation, at)));
        }

        private void restart() {
            nodes.forEach(ScheduledNode::cut);
            host = new NodeRef("host", ++incarnation, 1);
            directory = new Directory(host, DirectoryLimits.DEFAULT);
            generations.clear();
            leased.clear();
            told.clear();
        }

        private void deliver(ScheduledNode node, int most) {
            for (int each = 0; each < most && !node.up.isEmpty(); each++) {
                up(node, DirectoryCodec.decode(node.up.poll()));
            }
            for (int each = 0; each < most && !node.down.isEmpty(); each++) {
                node.client.received(DirectoryCodec.decode(node.down.poll()));
            }
            node.pull();
        }

        private void up(ScheduledNode node, DirectoryMessage message) {
            if (message instanceof ToDirectory.Join && leased.contains(node.node)) {
                gone(node.node);
            }
            leased.add(node.node);
            before(message);
            directory.apply(node.node, message, now);
            take();
        }

        /** What the model learns from a message before the directory's answer is looked at. */
        private void before(DirectoryMessage message) {
            switch (message) {
                case ToDirectory.EndSender it -> model(it.end(), true);
                case ToDirectory.CloseEnd it -> remove(it.end());
                case ToDirectory.WithdrawEnd it -> remove(it.end());
                case ToDirectory.OpenEnd it -> pending = it;
                case ToDirectory.Join _, ToDirectory.LeaveNode _ -> {}
                case ToClient it -> throw new AssertionError(it);
            }
        }

        private ToDirectory.OpenEnd pending;

        private void model(EndRef end, boolean ended) {
            generations.values().forEach(each -> each.senders.computeIfPresent(end, (_, was) -> was || ended));
        }

        private void remove(EndRef end) {
            generations.values().forEach(each -> each.senders.remove(end));
        }

        private void gone(NodeRef node) {
            generations
                    .values()
                    .forEach(each ->
                            each.senders.keySet().removeIf(end -> end.node().equals(node)));
        }

        /** Takes what the directory says, checks it against the model, and puts it on the links. */
        private void take() {
            for (Outgoing each = directory.poll(); each != null; each = directory.poll()) {
                history.add(each.toString());
                expect(each);
                NodeRef to = each.to();
                byte[] bytes = DirectoryCodec.encode(each.message());
                nodes.stream()
                        .filter(node -> node.linked && node.node.equals(to))
                        .forEach(node -> node.down.add(bytes));
            }
            pending = null;
        }

        private void expect(Outgoing said) {
            switch (said.message()) {
                case ToClient.Opened it
                when pending != null && it.request() == pending.request() -> {
                    Model model = generations.computeIfAbsent(it.generation(), _ -> new Model());
                    model.over |= !(it.state() instanceof ChannelState.Live);
                    model.recalled |=
                            pending.recall() != null && pending.recall().state() instanceof ChannelState.Completed;
                    if (pending.role() == Role.SENDER && !model.over) {
                        model.senders.put(pending.end(), !(pending.state() instanceof EndState.Open));
                    }
                    check(it.members().getFirst().end().equals(pending.end()), it.toString());
                }
                case ToClient.Completed it -> {
                    Model model = generations.get(it.generation());
                    boolean all = model.senders.values().stream().allMatch(ended -> ended);
                    // A completion that a node remembers stands, whoever has opened since.
                    check(all || model.recalled, "completed with open senders: " + it + " " + model.senders);
                    check(told.add(it.generation() + " " + said.to()), "second outcome: " + said);
                    check(!it.channel().equals("never"), "completed: " + it);
                    model.over = true;
                }
                case ToClient.Failed it -> {
                    check(told.add(it.generation() + " " + said.to()), "second outcome: " + said);
                    generations.get(it.generation()).over = true;
                }
                case ToClient _ -> {}
            }
        }

        /** Faults stop: everyone is linked, everything is delivered, the grace passes. */
        private void quiet() {
            nodes.stream().filter(node -> !node.linked).forEach(node -> node.link(host));
            for (int round = 0; round < 2; round++) {
                nodes.forEach(ScheduledNode::pull);
                while (nodes.stream().anyMatch(node -> !node.up.isEmpty() || !node.down.isEmpty())) {
                    nodes.forEach(node -> deliver(node, 100));
                }
                now += Stage.GRACE;
                directory.tick(now);
                take();
            }
        }

        private void agree() {
            for (ChannelSpec spec : CHANNELS) {
                String name = spec.name();
                Set<String> all = Stage.roles(directory.members(name));
                ChannelState state = directory.state(name);
                Set<EndRef> there = new HashSet<>();
                directory.members(name).forEach(each -> there.add(each.end()));
                for (ScheduledNode node : nodes) {
                    List<ScheduledNode.Own> own = node.own.values().stream()
                            .filter(each -> each.spec.equals(spec))
                            .toList();
                    check(own.stream().allMatch(each -> each.open), "an open is unanswered on " + node.node);
                    if (own.isEmpty()) {
                        check(node.client.members(name).isEmpty(), "a view without an end on " + node.node);
                        continue;
                    }
                    check(
                            all.equals(Stage.roles(node.client.members(name))),
                            node.node + " sees " + Stage.roles(node.client.members(name)) + ", the directory " + all);
                    Set<EndRef> others = there.stream()
                            .filter(each -> !each.node().equals(node.node))
                            .collect(Collectors.toSet());
                    check(
                            node.others.getOrDefault(name, Set.of()).containsAll(others),
                            node.node + " was told of " + node.others.get(name) + ", there are " + others);
                    check(
                            state instanceof ChannelState.Live
                                    || hasOnlyDoneSenders(node, spec, state)
                                    || own.stream().allMatch(each -> each.toldOutcome),
                            "an end of " + node.node + " was not told of " + state);
                }
                Set<EndRef> truth = new HashSet<>();
                nodes.forEach(node -> node.own.forEach((end, own) -> {
                    if (own.spec.equals(spec)) {
                        truth.add(end);
                    }
                }));
                check(truth.equals(there), "nodes have " + truth + ", the directory " + there);
                check(!owes(spec, state), "channel " + name + " should be complete: " + all);
            }
            nodes.forEach(node -> check(
                    node.client.ends().stream().allMatch(each -> each.phase() == EndPhase.OPEN),
                    node.client.ends().toString()));
            check(!directory.status().holdsCompletions(), "still holds");
        }

        /** Such a node need not be told that the channel is complete. */
        private boolean hasOnlyDoneSenders(ScheduledNode node, ChannelSpec spec, ChannelState state) {
            return state instanceof ChannelState.Completed completed
                    && node.own.entrySet().stream()
                            .filter(each -> each.getValue().spec.equals(spec))
                            .allMatch(each ->
                                    each.getValue().ended && completed.senders().contains(each.getKey()));
        }

        /** Whether a live channel has nothing left to wait for. */
        private boolean owes(ChannelSpec spec, ChannelState state) {
            if (!(state instanceof ChannelState.Live live) || spec.neverCompletes()) {
                return false;
            }
            List<Member> senders = directory.members(spec.name()).stream()
                    .filter(each -> each.role() == Role.SENDER)
                    .toList();
            int count = senders.size()
                    + live.departed().closed().size()
                    + live.departed().lost().size()
                    + live.departed().unnamed();
            check(Collections.disjoint(live.departed().closed(), live.departed().lost()), live.toString());
            return senders.stream().noneMatch(each -> each.state() instanceof EndState.Open)
                    && count >= Math.max(1, spec.expectSenders());
        }
    }
}
