package dev.strait.cli.demo;

import dev.strait.Counters;
import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the counters of a node for people, each with the sum that it has to be. */
final class CountersText {

    private CountersText() {}

    static String of(String node, Counters counters) {
        StringBuilder text = new StringBuilder();
        Formatter out = new Formatter(text, Locale.ROOT);
        out.format("counters of %s\n", node);
        new TreeMap<>(counters.sent()).forEach((channel, sent) -> sent(out, channel, sent));
        new TreeMap<>(counters.received()).forEach((channel, received) -> received(out, channel, received));
        counters.links().stream()
                .sorted(Comparator.comparing(Counters.Link::node))
                .forEach(link -> link(out, link));
        return text.toString();
    }

    private static void sent(Formatter out, String channel, Counters.Sending sent) {
        out.format(
                "  channel %s: sent %,d = %s\n",
                channel,
                sent.sent(),
                sum(List.of(
                        entry("acknowledged", sent.acknowledged()),
                        entry("dead-lettered", sent.deadLettered()),
                        entry("dropped", sent.dropped()),
                        entry("undelivered", sent.undelivered()),
                        entry("unknown", sent.unknown()),
                        entry("unanswered", sent.unanswered()))));
        out.format("    redelivered %,d\n", sent.redelivered());
    }

    private static void received(Formatter out, String channel, Counters.Receiving received) {
        out.format(
                "  channel %s: deliveries %,d = %s\n",
                channel,
                received.deliveries(),
                sum(List.of(
                        entry("acknowledged", received.acknowledged()),
                        entry("open", received.open()),
                        entry("nacked", received.nacked()),
                        entry("rejected", received.rejected()),
                        entry("revoked", received.revoked()))));
        out.format("    redeliveries %,d, late answers %,d\n", received.redeliveries(), received.late());
        new TreeMap<>(received.lostSenders())
                .forEach((node, why) -> out.format("    lost sender %s: %s\n", node, Printable.of(why)));
    }

    private static void link(Formatter out, Counters.Link link) {
        out.format(
                "  link to %s: frames written %,d = %s\n    received %,d, went on over another connection %,d times, %s\n",
                link.node(),
                link.written(),
                sum(List.of(entry("acknowledged", link.acknowledged()), entry("kept", link.kept()))),
                link.received(),
                link.resumes(),
                link.isUp() ? "up" : "without a connection");
    }

    private static Map.Entry<String, Long> entry(String name, long count) {
        return Map.entry(name, count);
    }

    private static String sum(List<Map.Entry<String, Long>> counts) {
        return counts.stream()
                .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
                .collect(Collectors.joining(" + "));
    }
}
