package dev.strait.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.bench.harness.Measurement;
import dev.strait.bench.harness.Pauses;
import dev.strait.bench.harness.Side;
import dev.strait.bench.spi.Scenario;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Row.Contender WE = new Row.Contender("strait", "1", "", "virtual threads");

    private static Measurement rate(double perSecond) {
        var receiver = new Side(0.25, 140, new Pauses(1, 2, 2));
        var sender = new Side(0.5, 40, new Pauses(2, 5, 4));
        return new Measurement(perSecond, Double.NaN, Double.NaN, Double.NaN, perSecond, 0, List.of(receiver, sender));
    }

    private static Row rates(double... perSecond) {
        return Row.of(
                Scenario.ONE_WAY,
                WE,
                false,
                DoubleStream.of(perSecond).mapToObj(ReportTest::rate).toList());
    }

    private static Row trips(boolean pinned, double micros) {
        var side = new Side(10, 200, Pauses.NONE);
        return Row.of(
                Scenario.PING_PONG,
                WE,
                pinned,
                List.of(new Measurement(micros, micros, micros * 2, micros * 3, 1e6 / micros, 0, List.of(side, side))));
    }

    @Test
    void aRowHasTheMedianAndTheSpreadOfItsRepetitions() {
        Row odd = rates(5, 1, 3);
        assertEquals(
                List.of(3.0, 1.0, 5.0),
                List.of(
                        odd.figures().median(),
                        odd.figures().min(),
                        odd.figures().max()));
        assertEquals(2.0, rates(1, 3).figures().median());
        assertEquals(3, odd.repetitions());
    }

    @Test
    void aRowAddsUpWhatBothSidesUsed() {
        Row row = rates(1, 2, 3);
        assertEquals(0.75, row.cpuSecondsPerMillion());
        assertEquals(180, row.allocatedBytesPerMessage());
        assertEquals(new Pauses(9, 21, 4), row.pauses());
    }

    @Test
    void moreIsBetterAndOfTimesLess() {
        assertTrue(rates(2).beats(rates(1)));
        assertTrue(trips(true, 1).beats(trips(true, 2)));
        assertFalse(trips(true, 2).beats(trips(true, 1)));
    }

    @Test
    void jsonHasTheFieldsInTheirOrderAndNullWhereThereIsNoFigure() {
        String json = Json.write(List.of(rates(2_000_000).beside(4_000_000, Double.NaN, Double.NaN), trips(true, 50)));
        assertTrue(
                json.startsWith("[{\"scenario\":\"one-way\",\"system\":\"strait\",\"unit\":\"messages/s\","
                        + "\"median\":2000000,\"min\":2000000,\"max\":2000000,\"ratioToRaw\":0.5,"
                        + "\"cpuSecondsPerMillion\":0.75,\"allocatedBytesPerMessage\":180,"),
                json);
        JsonNode rows = JsonMapper.shared().readTree(json);
        assertTrue(rows.get(0).get("ratioToOneWay").isNull());
        assertTrue(rows.get(0).get("p99").isNull());
        assertTrue(rows.get(1).get("ratioToRaw").isNull());
        assertEquals(100, rows.get(1).get("p99").asInt());
        assertEquals(150, rows.get(1).get("p999").asInt());
        assertEquals("sender", rows.get(0).get("sides").get(1).get("side").asString());
        assertEquals(2, rows.get(0).get("sides").get(1).get("gcPauses").asInt());
    }

    @Test
    void jsonEscapesTextAndRoundsNumbers() {
        String odd = "a \"quoted\" \\ and\na new line";
        Row row = rates(1234567.89).beside(3, 7, 1).named(odd);
        JsonNode object = JsonMapper.shared().readTree(Json.write(List.of(row))).get(0);
        assertEquals(odd, object.get("system").asString());
        assertEquals(1234600, object.get("median").asInt());
        assertEquals(0, JsonMapper.shared().readTree(Json.write(List.of())).size());
    }

    @Test
    void theTableAlignsItsColumnsAndShowsRatiosAndPauses() {
        String table = Table.write(
                Scenario.ONE_WAY,
                List.of(rates(4_000_000).beside(4_000_000, 1, 1), rates(250_000).beside(4_000_000, 1, 1)));
        List<String> lines = table.lines().toList();
        assertEquals(4, lines.size(), table);
        assertTrue(lines.get(1).contains("of which receiver + sender"), table);
        assertTrue(lines.get(2).contains("4.00 M - 4.00 M   1.000"), table);
        assertTrue(lines.get(3).contains("250 k - 250 k   0.063"), table);
        assertTrue(lines.get(3).contains("140.0 + 40.0"), table);
        assertTrue(lines.get(3).contains("3: 7.0 ms, 4.0 ms"), table);
        int column = lines.get(1).indexOf("threads");
        assertEquals(column, lines.get(2).indexOf("virtual threads"), table);
        assertEquals(column, lines.get(3).indexOf("virtual threads"), table);
    }

    @Test
    void aTableOfTimesSaysThatLessIsBetterAndWhetherProcessesHadACoreEach() {
        String pinned = Table.write(Scenario.PING_PONG, List.of(trips(true, 50)));
        assertTrue(pinned.contains("less is better; a core for each process"), pinned);
        assertTrue(pinned.contains("p99.9"), pinned);
        String unpinned = Table.write(Scenario.PING_PONG, List.of(trips(false, 50)));
        assertTrue(unpinned.contains("NOT pinned"), unpinned);
    }

    @Test
    void aTableOfTailsShowsThemBesideTheYardstickAndWhatWentBeside() {
        var side = new Side(10, 200, Pauses.NONE);
        var tail = List.of(new Measurement(300, 100, 300, 400, 9_000, 64, List.of(side, side)));
        Row row = Row.of(Scenario.UNREAD, WE, false, tail).beside(Double.NaN, Double.NaN, 200);
        String unread = Table.write(Scenario.UNREAD, List.of(row));
        assertTrue(unread.contains("less is better)"), unread);
        assertTrue(unread.contains("of all-read    p50  p99.9  per s"), unread);
        assertTrue(unread.contains("1.500  100.0  400.0  9.0 k"), unread);
        String bulk = Table.write(Scenario.BULK_PING, List.of(Row.of(Scenario.BULK_PING, WE, false, tail)));
        assertTrue(bulk.contains("beside per s") && bulk.contains("9.0 k          64.0"), bulk);
        JsonNode object = JsonMapper.shared().readTree(Json.write(List.of(row))).get(0);
        assertEquals(1.5, object.get("ratioToYardstick").asDouble());
        assertEquals(100, object.get("p50").asInt());
        assertEquals(64, object.get("besidePerSecond").asInt());
    }

    @ParameterizedTest
    @CsvSource({"0.456,0.46", "12345678,12.35 M", "456789,457 k", "45678,45.7 k", "1500,1.5 k", "49.44,49.4", "NaN,-"})
    void figuresAreShort(double value, String shown) {
        assertEquals(shown, Table.figure(value));
    }
}
