package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;

/** What holds of the counters of every node at every moment. */
final class Balance {
    private Balance() {}

    /** Fails if something was counted twice or not at all. */
    static void check(Node node) {
        Counters counters = node.counters();
        counters.sent().forEach((channel, it) -> {
            String account = node.name() + " sent on " + channel + ": " + it;
            assertEquals(
                    it.sent(),
                    sum(account, it.unanswered(), it.acknowledged(), it.deadLettered())
                            + sum(account, it.dropped(), it.undelivered(), it.unknown()),
                    account);
        });
        counters.received().forEach((channel, it) -> {
            String account = node.name() + " received on " + channel + ": " + it;
            assertEquals(
                    it.deliveries(),
                    sum(account, it.acknowledged(), it.open(), it.nacked(), it.rejected(), it.revoked()),
                    account);
            assertTrue(it.redeliveries() <= it.deliveries(), account);
        });
        for (Counters.Link it : counters.links()) {
            String account = node.name() + ": " + it;
            assertEquals(it.written(), sum(account, it.acknowledged(), it.kept()), account);
        }
    }

    private static long sum(String account, long... parts) {
        assertTrue(LongStream.of(parts).allMatch(it -> it >= 0), account);
        return LongStream.of(parts).sum();
    }

    /** What became of what a node has sent on a channel. */
    static Counters.Sending sent(Node node, ChannelName<?> name) {
        check(node);
        return node.counters().sent().get(name.name());
    }

    /** What became of what a node has received on a channel. */
    static Counters.Receiving received(Node node, ChannelName<?> name) {
        check(node);
        return node.counters().received().get(name.name());
    }
}
