package dev.strait.testkit.sim;

import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.Role;
import dev.strait.wire.frame.EndRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which ends were of one generation of their channel: those that the directory had at the same moment. What an end is promised concerns
 * its own generation alone.
 */
final class Generations {
    private record Pair(EndRef receiver, EndRef sender) {}

    private final Map<String, List<Member>> last = new HashMap<>();
    private final Set<Pair> together = new HashSet<>();
    private final Set<Pair> current = new HashSet<>();
    private final Set<Pair> heard = new HashSet<>();
    private final BiPredicate<EndRef, EndRef> expects;

    /**
     * Nothing seen yet.
     *
     * @param expects whether a receiver, named first, may still be told of this sender: not if either knows an outcome of its channel that leaves the
     *     other out, and has come back to a directory where the channel has a later life
     */
    Generations(BiPredicate<EndRef, EndRef> expects) {
        this.expects = expects;
    }

    /** Looks at the directory, if this node hosts it. */
    void look(SimulatedNode node, List<ChannelPlan> channels) {
        if (!node.config().hostsDirectory()) {
            return;
        }
        for (ChannelPlan channel : channels) {
            List<Member> now = node.engine().members(channel.name());
            List<Member> before = last.put(channel.name(), now);
            if (!now.equals(before)) {
                note(before == null ? List.of() : before, now);
            }
        }
    }

    /** The directory's node has lost its link to a node, so its ends are gone; they may come back in the same step. */
    void lost(String nodeId) {
        last.replaceAll((_, members) -> members.stream()
                .filter(each -> !each.end().node().id().equals(nodeId))
                .toList());
    }

    private void note(List<Member> before, List<Member> members) {
        for (Member one : members) {
            if (one.role() == Role.RECEIVER) {
                if (before.stream().noneMatch(each -> each.end().equals(one.end()))) {
                    // It comes back: to a channel that has a life of its own, or with what it knows itself.
                    boolean alone = before.isEmpty();
                    current.removeIf(each -> each.receiver().equals(one.end()) && !(alone && heard.contains(each)));
                    // Should it be cut off again meanwhile, what it knew may have been told in vain.
                    heard.removeIf(each -> each.receiver().equals(one.end()));
                }
                members.stream().filter(each -> isOfLife(one, each)).forEach(sender -> {
                    Pair pair = new Pair(one.end(), sender.end());
                    together.add(pair);
                    current.add(pair);
                });
            }
        }
    }

    private boolean isOfLife(Member receiver, Member end) {
        return end.role() == Role.SENDER && expects.test(receiver.end(), end.end());
    }

    /** A receiver has taken a value of a sender, so it knows of it whatever the directory says. */
    void heard(ReceiverProgram receiver, SenderProgram sender) {
        heard.add(new Pair(receiver.end(), sender.end()));
    }

    /** Whether these two ever were of one generation. */
    boolean together(ReceiverProgram receiver, SenderProgram sender) {
        return together.contains(new Pair(receiver.end(), sender.end()));
    }

    /** Whether these two are, or were last, of one generation: not if the receiver has come back to a later one since. */
    boolean stillTogether(ReceiverProgram receiver, SenderProgram sender) {
        return current.contains(new Pair(receiver.end(), sender.end()));
    }
}
