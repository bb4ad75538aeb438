package dev.strait;

import dev.strait.error.ChannelDone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A JVM full of virtual threads that wait at channels: it says what they take, lets them all go on, and says how they went. */
public final class ParkedMain {
    private static final int CHANNELS = 64;
    private static final int WARM_UP = 20_000;

    private final int threads;
    private final List<Channel<Integer>> sending = new ArrayList<>();
    private final List<Channel<Integer>> receiving = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder ended = new LongAdder();

    private ParkedMain(int threads) {
        this.threads = threads;
        for (int i = 0; i < CHANNELS; i++) {
            sending.add(Channel.rendezvous());
            receiving.add(Channel.rendezvous());
        }
    }

    /** The argument: how many threads. */
    public static void main(String[] arguments) throws Exception {
        // The frames of compiled code are smaller than those of the interpreter.
        new ParkedMain(WARM_UP).run();
        new ParkedMain(Integer.parseInt(arguments[0])).run();
    }

    private void run() throws Exception {
        long heapBefore = usedHeap();
        long start = System.nanoTime();
        Thread[] parked = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int number = i;
            parked[i] = Thread.startVirtualThread(() -> wait(number));
        }
        for (Thread thread : parked) {
            while (thread.getState() != Thread.State.WAITING) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        long parkedAfter = System.nanoTime() - start;
        long heap = usedHeap() - heapBefore;
        System.out.println("parked " + threads + " in ms " + parkedAfter / 1_000_000 + " heap " + heap + " per thread "
                + heap / threads + " rss " + residentBytes());

        long release = System.nanoTime();
        for (Channel<Integer> channel : sending) {
            Thread.startVirtualThread(() -> takeAll(channel));
        }
        // Every second thread waits to receive: half of those get a value, and the end of the channels is for the rest.
        int values = threads / 4;
        for (int i = 0; i < values; i++) {
            receiving.get(i % CHANNELS).send(i);
        }
        receiving.forEach(Channel::done);
        for (Thread thread : parked) {
            thread.join();
        }
        sending.forEach(Channel::done);
        System.out.println("released in ms " + (System.nanoTime() - release) / 1_000_000 + " sent " + sent
                + " received " + received + " ended " + ended);
    }

    /** One of two sends; one of four receives, and one of four selects among receives from two channels. */
    private void wait(int number) {
        int channel = number / 4 % CHANNELS;
        try {
            switch (number % 4) {
                case 0, 1 -> {
                    sending.get(channel).send(number);
                    sent.increment();
                }
                case 2 -> {
                    receiving.get(channel).receive();
                    received.increment();
                }
                default -> {
                    Select.<Integer>of()
                            .receive(receiving.get(channel), value -> value)
                            .receive(receiving.get((channel + 1) % CHANNELS), value -> value)
                            .await();
                    received.increment();
                }
            }
        } catch (ChannelDone e) {
            ended.increment();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void takeAll(Channel<Integer> channel) {
        try {
            channel.forEach(value -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What the operating system says that this process holds, in bytes; -1 where it does not say. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return -1;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(-1)
                    << 10;
        }
    }
}
