package dev.strait.cli.demo;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the files of an input ahead of their reading, in a thread of its own, so that progress has something to go by. */
final class Survey implements AutoCloseable, Input.Visitor {

    private final LongAdder known = new LongAdder();
    private @Nullable Thread thread;

    private Survey() {}

    /** Starts to count. */
    static Survey of(Input input) {
        Survey survey = new Survey();
        survey.thread = Thread.ofPlatform().daemon().name("demo-survey").start(() -> survey.count(input));
        return survey;
    }

    /** A survey that knows of no file, for when nobody looks. */
    static Survey none() {
        return new Survey();
    }

    /** How many files have been found until now. */
    long known() {
        return known.sum();
    }

    /** Waits until all files have been found, and answers how many they are. */
    long all() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
        return known();
    }

    private void count(Input input) {
        try {
            input.walk(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and this thread ends
        }
    }

    @Override
    public void file(Source source) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        known.increment();
    }

    @Override
    public void unreadable(String name, IOException why) {
        known.increment(); // it will be told when it is to be read
    }

    /** Stops counting, and returns when the input is not used any more. */
    @Override
    public void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }
}
