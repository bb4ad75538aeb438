package dev.strait.integration;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelDone;
import dev.strait.error.StraitException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that sends numbered values to a channel, or receives them and checks each: it has to be the next of its sender. A value is the number
 * of its sender times 2^40, plus its own, from 0 on. Other threads may ask how it goes.
 */
final class Work {
    private static final int SENDER_BITS = 40;

    private volatile long count;
    private volatile long last = System.nanoTime();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean stopped;
    private volatile String outcome = "";

    private interface Body {
        void run() throws InterruptedException;
    }

    private Work() {}

    /** Sends so many values, then done, with pauses; 0 for as many as there is time for until it is told to stop. */
    static Work sending(Node node, ChannelName<Long> name, long number, long values, long pauseMicros)
            throws InterruptedException {
        Sender<Long> sender = node.sender(name);
        Work work = new Work();
        return work.start(() -> {
            try (sender) {
                for (long i = 0; (values == 0 || i < values) && !work.stopped; i++) {
                    sender.send((number << SENDER_BITS) + i);
                    work.advance();
                    if (pauseMicros > 0) {
                        LockSupport.parkNanos(pauseMicros * 1_000);
                    }
                }
                sender.done();
            }
        });
    }

    /** Receives until the channel ends. */
    static Work receiving(Node node, ChannelName<Long> name) throws InterruptedException {
        Receiver<Long> receiver = node.receiver(name);
        Work work = new Work();
        Map<Long, Long> next = new HashMap<>();
        return work.start(() -> {
            try (receiver) {
                while (true) {
                    long value = receiver.receive();
                    long number = value >> SENDER_BITS;
                    long expected = next.getOrDefault(number, number << SENDER_BITS);
                    if (value != expected) {
                        throw new IllegalStateException("of sender " + number + " came "
                                + (value - (number << SENDER_BITS)) + " in place of "
                                + (expected - (number << SENDER_BITS)));
                    }
                    next.put(number, value + 1);
                    work.advance();
                }
            } catch (ChannelDone done) {
                return;
            }
        });
    }

    private Work start(Body body) {
        Thread.ofVirtual().start(() -> {
            try {
                body.run();
                outcome = "done " + count;
            } catch (StraitException e) {
                outcome = e.code() + " " + count + " " + e.getMessage();
            } catch (InterruptedException | RuntimeException | Error e) {
                outcome = "broken " + count + " " + e;
            }
        });
        return this;
    }

    /** By the working thread alone. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void advance() {
        long now = System.nanoTime();
        longestNanos.accumulateAndGet(now - last, Math::max);
        last = now;
        count++;
    }

    long count() {
        return count;
    }

    /** The longest time between two values since this was asked the last time, the present one included. */
    long longestPauseMillis() {
        return Math.max(longestNanos.getAndSet(0), System.nanoTime() - last) / 1_000_000;
    }

    String stop() {
        stopped = true;
        return "stopping";
    }

    /** How it ended, and after how many values; {@code runs} before. */
    String outcome() {
        return outcome.isEmpty() ? "runs " + count : outcome;
    }
}
