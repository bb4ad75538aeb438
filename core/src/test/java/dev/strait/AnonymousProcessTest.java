package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.CloseIncomplete;
import dev.strait.error.ReceiverGone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of a receiver that travels, when the process is killed that it has come to. */
class AnonymousProcessTest {
    private static final int READ = 100;
    private static final int ALL = 300;

    private static Child reader(Cluster cluster, String how) throws Exception {
        return Child.start(ProcessTest.SMALL, "reader", cluster.hub().address(), how, "" + READ);
    }

    private static Sender<Integer> sendJob(Cluster cluster) throws InterruptedException {
        ChannelEnds<Integer> input = cluster.hub().channel(Integer.class);
        cluster.hub().sender(ChildMain.JOBS_WITH_INPUT).send(new ChildMain.Job("", input.receiver()));
        return input.sender();
    }

    @Test
    void whatAKilledWorkerHadNotAcknowledgedGoesToAnotherWithItsReceiver() throws Exception {
        try (var cluster = new Cluster();
                Child killed = reader(cluster, "holds")) {
            Sender<Integer> input = sendJob(cluster);
            for (int i = 0; i < ALL; i++) {
                input.send(i);
            }
            input.done();
            Task.until(() -> killed.lines().size() == READ);
            killed.kill();
            killed.awaitOutput();
            Node next = cluster.join("next");
            Receiver<ChildMain.Job> jobs = next.receiver(ChildMain.JOBS_WITH_INPUT);
            List<Integer> read = new ArrayList<>();
            jobs.receive().input().forEach(read::add);
            // What the killed one had taken is acknowledged as far as it had said so.
            int first = read.getFirst();
            assertTrue(first <= READ, "value " + first + " comes first, and " + READ + " were read");
            assertEquals(IntStream.range(first, ALL).boxed().toList(), read);
        }
    }

    @Test
    void whoHadTheReceiverIsKilledAndItsSenderIsTold() throws Exception {
        try (var cluster = new Cluster();
                Child killed = reader(cluster, "takes")) {
            Sender<Integer> input = sendJob(cluster);
            for (int i = 0; i < READ; i++) {
                input.send(i);
            }
            input.flush(); // by then the job is acknowledged, too, which was taken before
            killed.kill();
            killed.awaitOutput();
            ReceiverGone gone = assertThrows(ReceiverGone.class, () -> {
                while (true) {
                    input.send(READ);
                }
            });
            assertEquals("child-reader", gone.node());
        }
    }

    @Test
    void whatIsLostWithItAfterDoneIsToldWhenTheNodeCloses() throws Exception {
        try (var cluster = new Cluster();
                Child killed = reader(cluster, "takes")) {
            try (Sender<Integer> input = sendJob(cluster)) {
                for (int i = 0; i < ALL; i++) {
                    input.send(i);
                }
                input.done();
            }
            Task.until(() -> killed.lines().size() == READ);
            killed.kill();
            killed.awaitOutput();
            CloseIncomplete incomplete = assertThrows(CloseIncomplete.class, cluster.hub()::close);
            assertTrue(incomplete.getMessage().contains("of channel '(anonymous)'"), incomplete.getMessage());
        }
    }
}
