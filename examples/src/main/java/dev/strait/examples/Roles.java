package dev.strait.examples;

import dev.strait.Node;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What the examples of two sides have in common: one role listens, the other joins it, each in a process of its own; or, without
 * arguments, both in this one, each with a node of its own and a real connection between them.
 *
 * <pre>
 *   strait example NAME                                both sides
 *   strait example NAME listen HOST:PORT [INPUT...]    one side
 *   strait example NAME join HOST:PORT                 the other, any number of times
 * </pre>
 *
 * @param name of the example
 * @param input what the listening side works on if nothing else is given
 * @param listens the side that gives out work; it has all answers when it returns
 * @param joins the side that does it; it returns when there is no more
 */
record Roles(String name, List<String> input, Listens listens, Joins joins) {

    /** The side that listens. */
    interface Listens {
        void play(Node node, List<String> input, PrintStream out) throws Exception;
    }

    /** The side that joins. */
    interface Joins {
        void play(Node node, PrintStream out) throws Exception;
    }

    /**
     * Plays the roles that the arguments name.
     *
     * @throws IllegalArgumentException if they are not as above; says how to call it
     */
    void play(PrintStream out, String... arguments) throws Exception {
        switch (arguments.length == 0 ? "both" : arguments[0]) {
            case "both" -> both(out);
            case "--help", "-h" -> out.println(usage());
            case "listen" -> listen(out, arguments);
            case "join" -> join(out, arguments);
            default -> throw new IllegalArgumentException("called wrongly; " + usage());
        }
    }

    private void listen(PrintStream out, String... arguments) throws Exception {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("called wrongly; " + usage());
        }
        List<String> given = Arrays.asList(arguments).subList(2, arguments.length);
        try (Node node = Node.listen(arguments[1])) {
            out.println("listening; in another terminal: ./strait example " + name + " join " + node.address());
            listens.play(node, given.isEmpty() ? input : given, out);
        }
    }

    private void join(PrintStream out, String... arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("called wrongly; " + usage());
        }
        try (Node node = Node.join(arguments[1])) {
            joins.play(node, out);
        }
    }

    private void both(PrintStream out) throws Exception {
        try (Node node = Node.listen("localhost:0")) {
            CompletableFuture<Void> joined = CompletableFuture.runAsync(() -> joinHere(node.address(), out));
            listens.play(node, input, out);
            joined.join();
        }
    }

    private void joinHere(String address, PrintStream out) {
        try {
            join(out, "join", address);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private String usage() {
        String command = "./strait example " + name;
        return """
                usage: %1$s                               both sides in this process
                       %1$s listen HOST:PORT [INPUT...]   one side, port 0 takes a free one
                       %1$s join HOST:PORT                the other, in as many terminals as you like""".formatted(command);
    }
}
