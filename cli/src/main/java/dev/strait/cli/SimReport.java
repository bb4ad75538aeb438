package dev.strait.cli;

import dev.strait.testkit.sim.SimulationResult;
import dev.strait.testkit.virtual.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What many simulations came to: as a line for people, and as one JSON object on one line, whose members are a contract with scripts. */
final class SimReport {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<SimulationResult> failures = new ArrayList<>();
    private long seeds;
    private long steps;
    private long messages;
    private long redelivered;
    private long deadLettered;
    private long dropped;
    private long resumed;

    void add(SimulationResult result) {
        seeds++;
        steps += result.steps();
        messages += result.taken();
        redelivered += result.redelivered();
        deadLettered += result.deadLettered();
        dropped += result.dropped();
        resumed += result.resumed();
        result.faults().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
        if (!result.passed()) {
            failures.add(result);
        }
    }

    int failures() {
        return failures.size();
    }

    String line(long first, double seconds) {
        long all = faults.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%d seeds from %d: %d failed; %d values taken, %d of them again, %d dead letters, %d dropped, %d faults, links went on %d times, %d steps, %.1f s",
                seeds,
                first,
                failures.size(),
                messages,
                redelivered,
                deadLettered,
                dropped,
                all,
                resumed,
                steps,
                seconds);
    }

    String json(double seconds) {
        ObjectNode object = JSON.createObjectNode();
        object.put("seeds", seeds);
        ArrayNode failed = object.putArray("failures");
        for (SimulationResult each : failures) {
            failed.addObject()
                    .put("seed", each.options().seed())
                    .put("text", each.failure().orElse(""))
                    .put("replay", each.replayCommand());
        }
        object.put("steps", steps);
        object.put("messages", messages);
        object.put("redelivered", redelivered);
        object.put("dead_lettered", deadLettered);
        object.put("dropped", dropped);
        ObjectNode kinds = object.putObject("faults");
        for (Fault each : Fault.values()) {
            kinds.put(each.name().toLowerCase(Locale.ROOT), faults.getOrDefault(each, 0L));
        }
        object.put("resumed", resumed);
        object.put("seconds", seconds);
        return JSON.writeValueAsString(object);
    }
}
