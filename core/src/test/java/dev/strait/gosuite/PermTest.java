package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.Channel;
import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.TypeClash;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restates {@code test/chan/perm.go}: an end that sends cannot receive and the other way round, and the compiler says so. Go has
 * three channel types for this; here a {@link Channel} is both a {@link Sender} and a {@link Receiver}, and the ends of a
 * named channel are one of them.
 */
@Timeout(60)
class PermTest {

    /** A statement each; {@code c} is a channel, {@code cs} a sender, {@code cr} a receiver, {@code n} a number. */
    private static final List<String> RIGHT = List.of(
            "cr = c;",
            "cs = c;",
            "c.send(0);",
            "c.trySend(0);",
            "n = c.receive();",
            "c.tryReceive();",
            "n = cr.receive();",
            "cr.tryReceive();",
            "cr.forEach(x -> {});",
            "cs.send(0);",
            "cs.trySend(0);",
            "Select.<Integer>of().send(c, 0, () -> 1).receive(c, x -> x);",
            "Select.<Integer>of().send(cs, 0, () -> 1).receive(cr, x -> x);",
            "n = switch (cr.tryReceive()) { case Received.Value(var x) -> x; case Received.Empty() -> 0;"
                    + " case Received.Closed(var cause) -> 1; };",
            "n = switch (cs.trySend(1)) { case Sent.Accepted() -> 0; case Sent.Full() -> 1;"
                    + " case Sent.Closed(var cause) -> 2; };",
            "c.done();",
            "cs.done();",
            "cs.error(new Exception());",
            "cr.close();");

    private static final List<String> WRONG = List.of(
            "c = cr;",
            "c = cs;",
            "cr = cs;",
            "cs = cr;",
            "n.receive();",
            "n.send(2);",
            "cr.send(0);",
            "cr.trySend(0);",
            "n = cs.receive();",
            "cs.tryReceive();",
            "cs.forEach(x -> {});",
            "Select.<Integer>of().send(cr, 0, () -> 1);",
            "Select.<Integer>of().receive(cs, x -> x);",
            "cr.done();",
            "cr.error(new Exception());",
            "n.done();",
            "c.send(\"a word into a channel of numbers\");",
            "Select.<Integer>of().send(c, \"a word\", () -> 1);",
            "String word = c.receive();");

    @Test
    void everyUseThatFitsTheTypesCompilesAndNoOtherDoes(@TempDir Path classes) throws Exception {
        List<String> statements = new ArrayList<>(RIGHT);
        statements.addAll(WRONG);
        assertEquals(WRONG, rejected(statements, classes));
    }

    @Over(REMOTE)
    void aRemoteEndIsOneOfTheTwoAndNeverBoth(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        assertFalse(channel.in() instanceof Receiver<?>);
        assertFalse(channel.out() instanceof Sender<?>);
        channel.in().send(1);
        assertEquals(1, channel.out().receive());
    }

    /** Between processes no compiler sees both ends; the second is refused when it opens, and the first goes on. */
    @Test
    void anEndOfAnotherTypeIsRefusedWhenItOpens() throws InterruptedException {
        try (Node node = Node.listen("localhost:0");
                Node other = Node.join(node.address())) {
            Sender<Integer> numbers = node.sender(ChannelName.of("perm", Integer.class));
            assertThrows(TypeClash.class, () -> other.receiver(ChannelName.of("perm", String.class)));
            Receiver<Integer> receiver = other.receiver(ChannelName.of("perm", Integer.class));
            numbers.send(7);
            assertEquals(7, receiver.receive());
            numbers.done();
        }
    }

    /** The statements that the compiler rejects. */
    private static List<String> rejected(List<String> statements, Path classes) throws IOException, URISyntaxException {
        StringBuilder source = new StringBuilder("import dev.strait.*; abstract class Permutations {"
                + " Channel<Integer> c; Sender<Integer> cs; Receiver<Integer> cr; int n;\n");
        for (int i = 0; i < statements.size(); i++) {
            source.append("void statement")
                    .append(i)
                    .append("() throws Exception {")
                    .append(statements.get(i));
            source.append("}\n");
        }
        source.append("}");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Permutations.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-proc:none", "-Xmaxerrs", "1000", "-classpath", classPath(), "-d", classes.toString());
        compiler.getTask(null, null, said, options, null, List.of(file)).call();
        return said.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> (int) one.getLineNumber() - 2)
                .distinct()
                .map(line -> line >= 0 && line < statements.size() ? statements.get(line) : "line " + line)
                .toList();
    }

    private static String classPath() throws URISyntaxException {
        List<String> places = new ArrayList<>();
        for (Class<?> type : List.of(Channel.class, dev.strait.wire.frame.Frame.class)) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, places);
    }
}
