package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job over local channels, with workers that are threads. */
class JobTest {

    private static final int FILES = 40;

    @TempDir
    Path directory;

    private final Tally tally = new Tally();
    private final Channel<Parcel> parcels = Channel.buffered(2);
    private final Channel<Counted> results = Channel.buffered(2);
    private Job job;

    @BeforeEach
    void writeFiles() throws Exception {
        byte[] text = "word ".repeat(Feeder.PARCEL_BYTES / 10).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < FILES; i++) {
            Files.write(directory.resolve("file" + i), text);
        }
        job = new Job(Input.open(directory), 2, tally, (name, why) -> {});
    }

    private FutureTask<Void> run() {
        FutureTask<Void> run = new FutureTask<>(() -> {
            job.run(parcels, results);
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

    private Thread worker(String name) {
        return Thread.startVirtualThread(() -> {
            ParcelCounter counter = new ParcelCounter(name);
            try {
                parcels.forEach(parcel -> results.send(counter.count(parcel)));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void everyFileIsCountedOnceWhicheverWorkerTakesIt() throws Exception {
        List<Thread> workers = new ArrayList<>(List.of(worker("worker-1"), worker("worker-2")));
        FutureTask<Void> run = run();
        for (Thread worker : workers) {
            worker.join();
        }
        results.done();
        run.get();

        assertEquals(FILES, tally.totals().files());
        assertEquals(FILES, tally.totals().delivered());
        assertEquals(0, tally.totals().lost());
        assertEquals(List.of(new WordCount("word", FILES * (long) (Feeder.PARCEL_BYTES / 10))), tally.top(20));
    }

    @Test
    void theLossOfAWorkerEndsTheJobAndNamesItAndTheFilesInDoubt() throws Exception {
        FutureTask<Void> run = run();
        Parcel taken = parcels.receive();
        job.lose(new LostWorker("worker-2", 4711, 137, List.of("its last words")));

        DemoFailed failed = failureOf(run, DemoFailed.class);
        String message = failed.getMessage();
        assertTrue(message.contains("worker-2 (process 4711) was killed by signal 9"), message);
        assertTrue(message.contains("its last words"), message);
        assertTrue(message.contains(directory.resolve("file").toString()), message);
        assertEquals(tally.inDoubt().size(), tally.totals().sent());
        assertTrue(taken.pieces().size() <= tally.inDoubt().size());
        for (String name : tally.inDoubt()) {
            assertTrue(message.contains("\n  " + name), message);
        }
    }

    @Test
    void resultsOfTheOtherWorkersAreStillMergedAfterALoss() throws Exception {
        FutureTask<Void> run = run();
        Parcel taken = parcels.receive();
        job.lose(new LostWorker("worker-2", 4711, 137, List.of()));
        results.send(new ParcelCounter("worker-1").count(taken));
        results.done();
        failureOf(run, DemoFailed.class);

        assertEquals(taken.pieces().size(), tally.totals().delivered());
        assertEquals(
                tally.totals().sent() - taken.pieces().size(), tally.inDoubt().size());
    }

    @Test
    void theLossOfAWorkerIsTheCauseEvenIfAChannelFailsFirst() throws Exception {
        FutureTask<Void> run = run();
        parcels.receive();
        results.error(new IllegalStateException("the link broke"));
        LostWorker lost = new LostWorker("worker-1", 4711, 1, List.of());
        job.lose(lost);

        assertSame(lost, failureOf(run, DemoFailed.class).getCause());
    }

    @Test
    void aChannelThatFailsByItselfIsTheCause() throws Exception {
        FutureTask<Void> run = run();
        results.error(new IllegalStateException("the link broke"));

        DemoFailed failed = failureOf(run, DemoFailed.class);
        assertTrue(failed.getMessage().contains("the link broke"), failed.getMessage());
    }

    @Test
    void aFailedJobTellsTheWorkersThatRemain() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        FutureTask<Void> run = run();
        Parcel first = parcels.receive();
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    parcels.receive();
                }
            } catch (dev.strait.error.ChannelFailed e) {
                told.countDown();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        job.lose(new LostWorker("worker-2", 4711, 137, List.of()));
        failureOf(run, DemoFailed.class);

        told.await();
        assertTrue(first.pieces().size() > 0);
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
