package dev.strait.bench.report;

import dev.strait.bench.harness.Pauses;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows as a JSON list, one object to a line. Numbers have five digits; what does not apply is {@code null}. */
public final class Json {
    private static final MathContext DIGITS = new MathContext(5);

    private Json() {}

    /** Writes rows. */
    public static String write(List<Row> rows) {
        return rows.stream().map(Json::object).collect(Collectors.joining(",\n ", "[", "]"));
    }

    private static String object(Row row) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("scenario", text(row.scenario().title()));
        fields.put("system", text(row.contender().system()));
        fields.put("unit", text(row.scenario().unit()));
        fields.put("median", number(row.figures().median()));
        fields.put("min", number(row.figures().min()));
        fields.put("max", number(row.figures().max()));
        fields.put("ratioToRaw", number(row.ratioToRaw()));
        fields.put("cpuSecondsPerMillion", number(row.cpuSecondsPerMillion()));
        fields.put("allocatedBytesPerMessage", number(row.allocatedBytesPerMessage()));
        putPauses(fields, row.pauses());
        fields.put("ratioToOneWay", number(row.ratioToOneWay()));
        fields.put("p99", number(row.figures().p99()));
        fields.put("p999", number(row.figures().p999()));
        fields.put("p50", number(row.figures().p50()));
        fields.put("ratioToYardstick", number(row.ratioToYardstick()));
        fields.put("besidePerSecond", number(row.figures().besidePerSecond()));
        fields.put("perSecond", number(row.figures().perSecond()));
        fields.put("repetitions", String.valueOf(row.repetitions()));
        fields.put("pinned", String.valueOf(row.pinned()));
        fields.put("version", text(row.contender().version()));
        fields.put("variant", text(row.contender().variant()));
        fields.put("threads", text(row.contender().threads()));
        fields.put("sides", row.sides().stream().map(Json::side).collect(Collectors.joining(",", "[", "]")));
        return join(fields);
    }

    private static String side(Row.Part part) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("side", text(part.title()));
        fields.put("cpuSecondsPerMillion", number(part.cpuSecondsPerMillion()));
        fields.put("allocatedBytesPerMessage", number(part.allocatedBytesPerMessage()));
        putPauses(fields, part.pauses());
        return join(fields);
    }

    private static void putPauses(Map<String, String> fields, Pauses pauses) {
        fields.put("gcPauses", String.valueOf(pauses.count()));
        fields.put("gcPauseMillis", number(pauses.totalMillis()));
        fields.put("gcLongestPauseMillis", number(pauses.longestMillis()));
    }

    private static String join(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> text(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString()
                : "null";
    }

    private static String text(String value) {
        var quoted = new StringBuilder("\"");
        for (int at = 0; at < value.length(); at++) {
            char each = value.charAt(at);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ') {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }
}
