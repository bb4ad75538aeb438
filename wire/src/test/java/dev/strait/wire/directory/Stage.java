package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A directory on its own, driven with messages; what it says is drained as text or as messages. */
final class Stage {
    static final NodeRef HOST = new NodeRef("host", 1, 1);
    static final NodeRef OLD_HOST = new NodeRef("host", 0, 1);
    static final NodeRef A = new NodeRef("a", 10, 1);
    static final NodeRef B = new NodeRef("b", 10, 2);
    static final NodeRef C = new NodeRef("c", 10, 3);
    static final ChannelSpec SPEC = ChannelSpec.of("words");
    static final EndState.Failed BROKEN = new EndState.Failed(ErrorCode.APPLICATION_ERROR, "broken");
    static final long GRACE = Duration.ofSeconds(4).toNanos();

    final Directory directory;
    long now = 1_000;
    private long request;

    Stage() {
        this(DirectoryLimits.DEFAULT);
    }

    Stage(DirectoryLimits limits) {
        directory = new Directory(HOST, limits);
    }

    static ChannelSpec spec(String name, int expectSenders, boolean neverCompletes, boolean toleratesLostSenders) {
        return new ChannelSpec(name, ChannelSpec.DEFAULT_CAPACITY, expectSenders, neverCompletes, toleratesLostSenders);
    }

    static EndRef end(NodeRef node, long number) {
        return new EndRef(node, number);
    }

    static byte[] schema(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Fingerprint fingerprint(String text) {
        return Fingerprint.of(schema(text));
    }

    void joined(NodeRef... nodes) {
        for (NodeRef node : nodes) {
            apply(node, new ToDirectory.Join(node, List.of("tcp://" + node.id().substring(0, 1)), false, null));
        }
        drain();
    }

    void rejoin(NodeRef node, NodeRef prior) {
        apply(node, new ToDirectory.Join(node, List.of("tcp://" + node.id().substring(0, 1)), true, prior));
    }

    void apply(NodeRef from, DirectoryMessage message) {
        directory.apply(from, message, now);
    }

    void open(EndRef end, Role role) {
        open(end, SPEC, role, EndState.OPEN, null);
    }

    void open(EndRef end, ChannelSpec spec, Role role) {
        open(end, spec, role, EndState.OPEN, null);
    }

    void open(EndRef end, ChannelSpec spec, Role role, EndState state, ToDirectory.Recall recall) {
        apply(
                end.node(),
                new ToDirectory.OpenEnd(
                        ++request, end, spec, role, state, Schema.of(schema("string")), List.of(), recall));
    }

    void open(EndRef end, Role role, String schema, String... checked) {
        List<Fingerprint> fits =
                List.of(checked).stream().map(Stage::fingerprint).toList();
        apply(
                end.node(),
                new ToDirectory.OpenEnd(
                        ++request, end, SPEC, role, EndState.OPEN, Schema.of(schema(schema)), fits, null));
    }

    void end(EndRef end, EndState state) {
        apply(end.node(), new ToDirectory.EndSender(end, state));
    }

    void close(EndRef end) {
        apply(end.node(), new ToDirectory.CloseEnd(end));
    }

    void withdraw(EndRef end) {
        apply(end.node(), new ToDirectory.WithdrawEnd(end));
    }

    void passGrace() {
        now += GRACE;
        directory.tick(now);
    }

    /** Everything said since the last drain, as {@code node: MESSAGE}. */
    List<String> drain() {
        return messages().stream()
                .map(each -> each.to().id() + ": " + text(each.message()))
                .toList();
    }

    List<Outgoing> messages() {
        List<Outgoing> all = new ArrayList<>();
        for (Outgoing each = directory.poll(); each != null; each = directory.poll()) {
            all.add(each);
        }
        return all;
    }

    static String text(ToClient message) {
        return switch (message) {
            case ToClient.Joined _ -> "JOINED";
            case ToClient.Opened it -> "OPENED " + text(it.state()) + " " + ends(it.members());
            case ToClient.Refused it -> "REFUSED " + it.code();
            case ToClient.Appeared it ->
                "APPEARED " + text(it.member().end()) + " " + text(it.member().state());
            case ToClient.Gone it -> "GONE " + text(it.end()) + " " + it.how();
            case ToClient.Heard it -> "HEARD " + it.leaves();
            case ToClient.Completed it -> "COMPLETED " + refs(it.senders()) + " lost " + refs(it.lost());
            case ToClient.Failed it -> "FAILED " + it.code() + " by " + text(it.by()) + " " + refs(it.senders());
        };
    }

    static String text(ChannelState state) {
        return switch (state) {
            case ChannelState.Live _ -> "LIVE";
            case ChannelState.Completed it -> "COMPLETED " + refs(it.senders()) + " lost " + refs(it.lost());
            case ChannelState.Failed it -> "FAILED " + it.code() + " by " + text(it.by()) + " " + refs(it.senders());
        };
    }

    static String text(EndState state) {
        return switch (state) {
            case EndState.Open _ -> "OPEN";
            case EndState.Done _ -> "DONE";
            case EndState.Failed _ -> "FAILED";
        };
    }

    static String text(EndRef end) {
        return end.node().id() + end.number();
    }

    static String refs(List<EndRef> ends) {
        return ends.stream().map(Stage::text).toList().toString();
    }

    static String ends(List<Member> members) {
        return members.stream().map(each -> text(each.end())).toList().toString();
    }

    /** The ends and their roles: of their states a node knows what they were when it was told of them. */
    static Set<String> roles(List<Member> members) {
        Set<String> roles = new TreeSet<>();
        members.forEach(each -> roles.add(text(each.end()) + " " + each.role()));
        return roles;
    }

    static Set<String> names(List<Member> members) {
        Set<String> names = new TreeSet<>();
        members.forEach(each -> names.add(text(each.end()) + " " + each.role() + " " + text(each.state())));
        return names;
    }
}
