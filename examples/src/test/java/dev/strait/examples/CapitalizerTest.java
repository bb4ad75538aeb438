package dev.strait.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Node;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
        var words = IntStream.range(0, 10_000).mapToObj(i -> "word" + i).toList();
        try (Node host = Node.listen("localhost:0");
                Node one = Node.join(host.address());
                Node two = Node.join(host.address());
                Node three = Node.join(host.address())) {
            var giving = Playing.start((out, arguments) -> Capitalizer.give(host, words, 3, out));
            var joining = Stream.of(one, two, three)
                    .map(node -> Playing.start((out, arguments) -> Capitalizer.capitalize(node, out)))
                    .toList();

            var expected = words.stream()
                    .map(word -> word.toUpperCase(Locale.ROOT))
                    .sorted()
                    .toList();
            assertEquals(expected, giving.lines().stream().sorted().toList());
            for (Playing worker : joining) {
                worker.lines();
            }
        }
    }

    @Test
    void saysHowItIsCalled() throws Exception {
        assertTrue(Playing.start(Capitalizer::run, "--help").lines().getFirst().startsWith("usage: "));
        var wrong = assertThrows(IllegalArgumentException.class, () -> Capitalizer.main("dance"));
        assertTrue(wrong.getMessage().startsWith("called wrongly; usage: "));
    }
}
