package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Delivery;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Outcome;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelFailed;
import dev.strait.error.StraitException;
import dev.strait.testkit.network.FaultyNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job with two workers that are threads, each on a node of its own, over a network in memory. Who is lost, is lost at once. */
class JobTest {

    private static final int FILES = 40;
    private static final long WORDS = Feeder.PARCEL_BYTES / 10;
    private static final NodeOptions OPTIONS = NodeOptions.defaults()
            .withWaits(NodeOptions.Waits.DEFAULT
                    .withClose(Duration.ofSeconds(1))
                    .withResume(Duration.ZERO, Duration.ZERO));

    @TempDir
    Path directory;

    private final Tally tally = new Tally();
    private final CountDownLatch half = new CountDownLatch(1);
    private FaultyNetwork network;
    private Node coordinator;
    private Sender<Parcel> parcels;
    private Receiver<Counted> results;
    private Job job;

    @BeforeEach
    void writeFiles() throws Exception {
        byte[] text = "word ".repeat((int) WORDS).getBytes(UTF_8);
        for (int i = 0; i < FILES; i++) {
            Files.write(directory.resolve("file" + i), text);
        }
        job = new Job(Input.open(directory), 2, tally, (name, why) -> {});
        network = FaultyNetwork.create();
        coordinator = network.listen("coordinator", OPTIONS);
        parcels = coordinator.sender(DemoChannels.PARCELS);
        results = coordinator.receiver(DemoChannels.results(2));
    }

    @AfterEach
    void leaveNobodyBehind() {
        try {
            network.close();
        } catch (StraitException e) {
            System.out.println("after a failed job: " + e.getMessage());
        }
    }

    private FutureTask<Void> run() {
        FutureTask<Void> run = new FutureTask<>(() -> {
            job.run(parcels, results, new HalfWay(FILES, tally, half::countDown), () -> {});
            return null;
        });
        Thread.startVirtualThread(run);
        return run;
    }

    private static <T extends Throwable> T failureOf(FutureTask<Void> run, Class<T> type) {
        return assertThrows(type, () -> {
            try {
                run.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    /** The ends of a worker, opened in the order in which a worker process opens them. */
    private record Post(String name, Sender<Counted> results, Receiver<Parcel> parcels) {

        /** Works to the end, in a thread of its own. */
        void man() {
            Thread.startVirtualThread(() -> {
                try {
                    new Worker(name).work(parcels, results);
                    results.done();
                } catch (InterruptedException | StraitException e) {
                    System.out.println(name + " ends: " + e.getMessage());
                }
            });
        }

        Counted count(Delivery<Parcel> delivery) {
            return new ParcelCounter(name).count(delivery.value());
        }
    }

    private Post post(String name) throws InterruptedException {
        Node node = network.join(name, "coordinator", OPTIONS);
        return new Post(name, node.sender(DemoChannels.results(2)), node.receiver(DemoChannels.PARCELS));
    }

    private static LostWorker lost(String name) {
        return new LostWorker(name, 4711, 137, List.of("its last words"));
    }

    private void assertEverythingIsCountedOnce() {
        assertEquals(FILES, tally.totals().files());
        assertEquals(FILES, tally.totals().delivered());
        assertEquals(0, tally.totals().lost());
        assertEquals(List.of(new WordCount("word", FILES * WORDS)), tally.top(20));
        var sent = coordinator.counters().sent().get("parcels");
        assertEquals(sent.sent(), sent.acknowledged(), sent::toString);
    }

    @Test
    void everyFileIsCountedOnceWhicheverWorkerTakesIt() throws Exception {
        post("worker-1").man();
        post("worker-2").man();
        run().get();

        assertEverythingIsCountedOnce();
        assertEquals(0, tally.totals().repeats());
        assertEquals(List.of(), job.lost());
    }

    @Test
    void whatALostWorkerHadInHandIsCountedByTheOther() throws Exception {
        post("worker-1").man();
        Post victim = post("worker-2");
        FutureTask<Void> run = run();
        victim.parcels().deliveries().receive();
        half.await();
        network.crash("worker-2");
        assertTrue(job.lose(lost("worker-2")), "the job goes on");
        run.get();

        assertEverythingIsCountedOnce();
        assertEquals(0, tally.totals().repeats());
        assertEquals(List.of("worker-2"), job.lost());
        assertTrue(coordinator.counters().sent().get("parcels").redelivered() >= 1);
        assertTrue(
                coordinator.counters().received().get("results").lostSenders().containsKey("worker-2"));
    }

    @Test
    void aResultThatWasBroughtHomeByAWorkerThatDiedBeforeItSaidSoIsDroppedWhenItComesAgain() throws Exception {
        Post victim = post("worker-2");
        Post other = post("worker-1");
        FutureTask<Void> run = run();
        Counted counted = victim.count(victim.parcels().deliveries().receive());
        Outcome outcome = victim.results().post(counted).get();
        assertEquals(new Outcome.Delivered("coordinator"), outcome);
        network.crash("worker-2");
        other.man();
        run.get();

        assertEverythingIsCountedOnce();
        assertEquals(1, tally.totals().repeats());
    }

    @Test
    void aParcelIsAcknowledgedWhenItsResultIsAndNotBefore() throws Exception {
        post("worker-1").man();
        post("worker-2").man();
        results.close(); // nobody takes results
        Thread feeding = Thread.startVirtualThread(() -> {
            try {
                int file = tally.openFile("file", false);
                tally.endFile(file);
                parcels.send(tally.parcelOf(List.of(new Piece(file, 0, "word".getBytes(UTF_8)))));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        feeding.join();
        assertFalse(parcels.flush(Duration.ofMillis(300)), "counted, but not brought home");

        Receiver<Counted> again = coordinator.receiver(DemoChannels.results(2));
        tally.merge(again.receive());
        assertTrue(parcels.flush(Duration.ofSeconds(20)));
        assertEquals(1, coordinator.counters().sent().get("parcels").acknowledged());
        parcels.done();
    }

    @Test
    void withTheLastWorkerTheJobEndsAndNamesAllOfThemAndTheFilesInDoubt() throws Exception {
        Post first = post("worker-1");
        post("worker-2");
        FutureTask<Void> run = run();
        first.parcels().deliveries().receive();
        assertTrue(job.lose(lost("worker-1")));
        assertFalse(job.lose(lost("worker-2")));

        String message = failureOf(run, DemoFailed.class).getMessage();
        assertTrue(message.startsWith("worker-1 (process 4711) was killed by signal 9 before"), message);
        assertTrue(message.contains("\nworker-2 (process 4711) was killed by signal 9 before"), message);
        assertTrue(message.contains("its last words"), message);
        assertTrue(message.contains("\nNo worker is left.\n"), message);
        assertEquals(tally.inDoubt().size(), tally.totals().sent());
        assertFalse(tally.inDoubt().isEmpty());
        for (String name : tally.inDoubt()) {
            assertTrue(message.contains("\n  " + name), message);
        }
    }

    @Test
    void workersThatCannotBeReachedAnyMoreEndTheJobThoughTheirProcessesLive() throws Exception {
        Post first = post("worker-1");
        post("worker-2");
        FutureTask<Void> run = run();
        first.parcels().deliveries().receive();
        network.crash("worker-1");
        network.crash("worker-2");

        String message = failureOf(run, DemoFailed.class).getMessage();
        assertTrue(message.startsWith("All workers are lost."), message);
    }

    @Test
    void aWorkerThatIsLostBeforeAllAreThereEndsTheJob() throws Exception {
        post("worker-1");
        FutureTask<Void> run = run();
        LostWorker lost = lost("worker-2");
        assertFalse(job.lose(lost));

        DemoFailed failed = failureOf(run, DemoFailed.class);
        assertSame(lost, failed.getCause());
        assertTrue(failed.getMessage().contains("No file is in doubt: none had been sent"), failed.getMessage());
    }

    @Test
    void resultsOnTheirWayAreStillMergedAfterAFailure() throws Exception {
        Post worker = post("worker-1");
        Post other = post("worker-2");
        FutureTask<Void> run = run();
        Delivery<Parcel> taken = worker.parcels().deliveries().receive();
        other.results().done();
        job.lose(lost("worker-1"));
        job.lose(lost("worker-2"));
        worker.results().send(worker.count(taken));
        worker.results().done();
        failureOf(run, DemoFailed.class);

        assertEquals(taken.value().pieces().size(), tally.totals().delivered());
    }

    @Test
    void aChannelThatFailsByItselfIsTheCauseAndTheWorkersAreTold() throws Exception {
        Post worker = post("worker-1");
        Post other = post("worker-2");
        FutureTask<Void> run = run();
        worker.parcels().deliveries().receive();
        other.results().error(new IllegalStateException("the disk broke"));

        DemoFailed failed = failureOf(run, DemoFailed.class);
        assertTrue(failed.getMessage().contains("the disk broke"), failed.getMessage());
        assertThrows(ChannelFailed.class, () -> {
            while (true) {
                other.parcels().receive();
            }
        });
    }

    @Test
    void aFailureWithoutAnyFileInDoubtSaysSo() {
        String message = new DemoFailed("worker-1 is gone.", 1, List.of(), new Exception()).getMessage();

        assertEquals(
                "worker-1 is gone.\nNo file is in doubt: the results of all files sent to the workers have been merged.",
                message);
    }

    @Test
    void aFailureBeforeAnyFileWasSentSaysSo() {
        String message = new DemoFailed("worker-1 is gone.", 0, List.of(), new Exception()).getMessage();

        assertEquals("worker-1 is gone.\nNo file is in doubt: none had been sent to a worker yet.", message);
    }

    @Test
    void namesThatWouldSteerTheTerminalAreDefused() {
        String message = new DemoFailed("gone", 2, List.of("a\u001b[2Jb\nc"), new Exception()).getMessage();

        assertTrue(message.endsWith("\n  a?[2Jb?c"), message);
    }
}
