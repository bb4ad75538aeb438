package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program whose log handler fails at every line: its nodes work on. */
class ThrowingLogTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final Logger LOGGER = Logger.getLogger("dev.strait");

    private final Queue<String> published = new ConcurrentLinkedQueue<>();
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();
    private final Handler throwing = new Handler() {
        @Override
        public void publish(LogRecord record) {
            published.add(record.getMessage() + Arrays.toString(record.getParameters()));
            throw new NoClassDefFoundError("thrown by the test's log handler");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void throwAtEachLine() {
        System.setErr(new PrintStream(standardError, true, StandardCharsets.UTF_8));
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(throwing);
    }

    @AfterEach
    void throwNoMore() {
        LOGGER.removeHandler(throwing);
        LOGGER.setLevel(null);
        System.setErr(before);
    }

    @Test
    void nodesJoinSendLoseTheirLinkAndFindBackAllTheSame() throws Exception {
        try (var cluster = Cluster.withoutResuming();
                var line = new CutLine(cluster.hub().address())) {
            Node far = cluster.join(line.address(), cluster.options("far"));
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = far.sender(NUMBERS);
            sender.send(1);
            assertEquals(1, receiver.receive());
            line.cut();
            line.mend();
            Task.until(() -> published.stream().anyMatch(text -> text.contains("is down")));
            Receiver<Integer> another = cluster.hub().receiver(ChannelName.of("more", Integer.class));
            Sender<Integer> more = far.sender(ChannelName.of("more", Integer.class));
            more.send(2);
            assertEquals(2, another.receive());
            more.done();
            sender.done();
        }
        assertEquals("", standardError.toString(StandardCharsets.UTF_8), "the console is the program's");
    }
}
