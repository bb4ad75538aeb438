package dev.strait.bench.micro;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Records of other shapes than {@link Sample}, encoded and decoded before the measurement: a node has several types, and then the
 * just-in-time compiler knows no longer which writer a call means, nor how long a text is.
 */
final class OtherTypes {

    private static final int TIMES = 40_000;

    record Point(int x, int y) {}

    record Line(Point from, Point to, String label) {}

    record Order(UUID id, String customer, List<Line> lines, Instant at) {}

    enum Level {
        LOW,
        HIGH
    }

    record Reading(Level level, Map<String, Double> values, boolean good) {}

    private OtherTypes() {}

    /** Uses four other record types, and strings that are empty, long, and not ASCII; some of them not Latin if so wished. */
    static void use(boolean otherScripts) {
        Point point = new Point(3, -40_000);
        Line line = new Line(point, new Point(0, 1), "Größe und Länge");
        again(Codec.of(Point.class), point);
        again(Codec.of(Line.class), line);
        again(
                Codec.of(Order.class),
                new Order(
                        new UUID(1, 2),
                        otherScripts ? "東京 and Osaka" : "Paris and Rome",
                        List.of(line, line),
                        Instant.ofEpochSecond(1_700_000_000, 5)));
        again(Codec.of(Reading.class), new Reading(Level.HIGH, Map.of("a", 1.0, "b", 2.0), true));
        again(Codec.of(String.class), "");
        again(Codec.of(String.class), "x".repeat(700));
    }

    private static <T> void again(Codec<T> codec, T value) {
        Output out = new Output();
        Input in = new Input(new byte[0]);
        for (int i = 0; i < TIMES; i++) {
            out.reset();
            codec.encode(value, out);
            in.reset(out.array(), out.start(), out.position());
            T back = codec.decode(in);
            if (!back.getClass().equals(value.getClass())) {
                throw new IllegalStateException("came back as another type");
            }
        }
    }
}
