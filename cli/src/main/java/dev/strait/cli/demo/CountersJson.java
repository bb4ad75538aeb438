package dev.strait.cli.demo;

import dev.strait.Counters;
import java.util.Comparator;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the counters of a node as a JSON object; its members are those of {@link Counters}, and a contract with scripts. */
final class CountersJson {

    private CountersJson() {}

    static void write(Counters counters, ObjectNode into) {
        ObjectNode sent = into.putObject("sent");
        new TreeMap<>(counters.sent()).forEach((channel, counts) -> sent(counts, sent.putObject(channel)));
        ObjectNode received = into.putObject("received");
        new TreeMap<>(counters.received()).forEach((channel, counts) -> received(counts, received.putObject(channel)));
        ArrayNode links = into.putArray("links");
        counters.links().stream()
                .sorted(Comparator.comparing(Counters.Link::node))
                .forEach(link -> link(link, links.addObject()));
    }

    private static void sent(Counters.Sending sent, ObjectNode into) {
        into.put("sent", sent.sent())
                .put("unanswered", sent.unanswered())
                .put("acknowledged", sent.acknowledged())
                .put("deadLettered", sent.deadLettered())
                .put("dropped", sent.dropped())
                .put("undelivered", sent.undelivered())
                .put("unknown", sent.unknown())
                .put("redelivered", sent.redelivered());
    }

    private static void received(Counters.Receiving received, ObjectNode into) {
        into.put("deliveries", received.deliveries())
                .put("redeliveries", received.redeliveries())
                .put("acknowledged", received.acknowledged())
                .put("open", received.open())
                .put("nacked", received.nacked())
                .put("rejected", received.rejected())
                .put("revoked", received.revoked())
                .put("late", received.late());
        ObjectNode lost = into.putObject("lostSenders");
        new TreeMap<>(received.lostSenders()).forEach(lost::put);
    }

    private static void link(Counters.Link link, ObjectNode into) {
        into.put("node", link.node())
                .put("isUp", link.isUp())
                .put("written", link.written())
                .put("acknowledged", link.acknowledged())
                .put("kept", link.kept())
                .put("keptBytes", link.keptBytes())
                .put("received", link.received())
                .put("resumes", link.resumes());
    }
}
