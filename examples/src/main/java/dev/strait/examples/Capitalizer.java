package dev.strait.examples;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelClosed;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Two channels and a loop: one side sends words, the other sends them back in capitals.
 *
 * <p>Any number of processes may do the capitals; each word goes to one of them. Nobody counts: the words end when their sender is done,
 * and the capitals end when everyone who sends them is.
 */
public final class Capitalizer {

    private static final ChannelName<String> WORDS = ChannelName.of("words", String.class);
    private static final ChannelName<String> CAPITALS = ChannelName.of("capitals", String.class);

    private Capitalizer() {}

    /**
     * Runs one side, the other, or both.
     *
     * @param arguments none; {@code listen HOST:PORT [WORD...]}; or {@code join HOST:PORT}
     * @throws Exception if a side fails
     */
    public static void main(String... arguments) throws Exception {
        run(System.out, arguments);
    }

    static void run(PrintStream out, String... arguments) throws Exception {
        var input = List.of("typed", "channels", "that", "span", "machines");
        new Roles("capitalizer", input, (node, words, to) -> give(node, words, 1, to), Capitalizer::capitalize)
                .play(out, arguments);
    }

    /**
     * Waits for so many who do capitals, sends the words, and prints what comes back; both at once, since either channel may be full until
     * somebody takes from it.
     */
    static void give(Node node, List<String> input, int workers, PrintStream out) throws InterruptedException {
        try (Receiver<String> capitals = node.receiver(CAPITALS);
                Sender<String> words = node.sender(WORDS)) {
            words.awaitReceivers(workers);
            Thread.startVirtualThread(() -> send(input, words));
            capitals.forEach(out::println);
        }
    }

    private static void send(List<String> input, Sender<String> words) {
        try {
            for (String word : input) {
                words.send(word);
            }
            words.done();
        } catch (InterruptedException | ChannelClosed e) {
            words.error(e);
        }
    }

    /** Sends back every word in capitals. The sender is opened first: whoever takes a word is then known to have an answer. */
    static void capitalize(Node node, PrintStream out) throws InterruptedException {
        try (Sender<String> capitals = node.sender(CAPITALS);
                Receiver<String> words = node.receiver(WORDS)) {
            words.forEach(word -> capitals.send(word.toUpperCase(Locale.ROOT)));
            capitals.done();
        }
    }
}
