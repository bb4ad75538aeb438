package dev.strait.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CapitalizerTest {

    @Test
    void playsBothSidesByItself() throws Exception {
        var both = Playing.start(Capitalizer::run);

        assertEquals(List.of("TYPED", "CHANNELS", "THAT", "SPAN", "MACHINES"), both.lines());
    }

    @Test
    void theSideThatListensPrintsItsWordsInCapitalsAndBothEnd() throws Exception {
        var listening = Playing.start(Capitalizer::run, "listen", "localhost:0", "hello", "world");
        var joining = Playing.start(Capitalizer::run, "join", listening.lastWordOfFirstLine());

        assertEquals(List.of("HELLO", "WORLD"), listening.lines().subList(1, 3));
        assertEquals(List.of(), joining.lines());
    }

    @Test
    void threeThatJoinShareManyWordsAndNoneIsLostOrTwice() throws Exception {
        var words = Stream.iterate(0, i -> i < 10_000, i -> i + 1).map(i -> "word" + i);
        var arguments = Stream.concat(Stream.of("listen", "localhost:0"), words).toArray(String[]::new);
        var listening = Playing.start(Capitalizer::run, arguments);
        String address = listening.lastWordOfFirstLine();
        var joining = Stream.generate(() -> Playing.start(Capitalizer::run, "join", address))
                .limit(3)
                .toList();

        var expected = Stream.iterate(0, i -> i < 10_000, i -> i + 1)
                .map(i -> "WORD" + i)
                .sorted()
                .toList();
        assertEquals(expected, listening.lines().stream().skip(1).sorted().toList());
        for (Playing one : joining) {
            one.lines();
        }
    }

    @Test
    void saysHowItIsCalled() throws Exception {
        assertTrue(Playing.start(Capitalizer::run, "--help").lines().getFirst().startsWith("usage: "));
        var wrong = assertThrows(IllegalArgumentException.class, () -> Capitalizer.main("dance"));
        assertTrue(wrong.getMessage().startsWith("called wrongly; usage: "));
    }
}
