package dev.strait.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.Node;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdderTest {

    @Test
    void playsBothSidesByItself() throws Exception {
        var both = Playing.start(Adder::run);

        assertEquals(List.of("1 + 2 = 3", "20 + 22 = 42", "1000000 + 1 = 1000001", "-7 + 7 = 0"), sums(both.lines()));
    }

    @Test
    void everyQuestionGetsItsOwnAnswerFromTwoThatAdd() throws Exception {
        var questions =
                LongStream.range(0, 5_000).mapToObj(i -> i + "+" + 2 * i).toList();
        try (Node host = Node.listen("localhost:0");
                Node one = Node.join(host.address());
                Node two = Node.join(host.address())) {
            var asking = Playing.start((out, arguments) -> Adder.ask(host, questions, 2, out));
            var joining = Stream.of(one, two)
                    .map(node -> Playing.start((out, arguments) -> Adder.add(node, out)))
                    .toList();

            var expected = LongStream.range(0, 5_000)
                    .mapToObj(i -> i + " + " + 2 * i + " = " + 3 * i)
                    .sorted()
                    .toList();
            assertEquals(expected, sums(asking.lines()).stream().sorted().toList());
            for (Playing worker : joining) {
                worker.lines();
            }
        }
    }

    @Test
    void whatIsNoSumIsRefused() {
        var asking = Playing.start(Adder::run, "listen", "localhost:0", "one+two");

        var failure = assertThrows(ExecutionException.class, asking::lines).getCause();
        assertEquals("'one+two' is not a sum of two whole numbers, such as 20+22", failure.getMessage());
    }

    /** The lines without the node that added. */
    private static List<String> sums(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(0, line.indexOf("   (")))
                .toList();
    }
}
