package dev.strait.cli.demo;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a report as one JSON object on one line; its members are a contract with scripts. */
final class JsonReport {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonReport() {}

    /** With the counters, if they are wanted. */
    static String of(Report report, boolean counters) {
        Totals totals = report.totals();
        ObjectNode object = JSON.createObjectNode();
        object.put("files", totals.files());
        object.put("skipped", totals.skipped());
        object.put("unreadable", totals.unreadable());
        object.put("bytes", totals.bytes());
        object.put("words", totals.words());
        object.put("distinct", totals.distinct());
        ArrayNode top = object.putArray("top");
        for (WordCount word : report.top()) {
            top.addArray().add(word.word()).add(word.count());
        }
        ArrayNode workers = object.putArray("workers");
        for (Totals.Worker worker : totals.workers()) {
            workers.addObject().put("name", worker.name()).put("files", worker.files());
        }
        object.put("sent", totals.sent());
        object.put("delivered", totals.delivered());
        object.put("lost", totals.lost());
        object.put("seconds", report.seconds());
        object.put("repeats", totals.repeats());
        ArrayNode lost = object.putArray("lostWorkers");
        report.lostWorkers().forEach(lost::add);
        if (counters) {
            CountersJson.write(report.counters(), object.putObject("counters"));
        }
        return JSON.writeValueAsString(object);
    }
}
