package dev.strait.cli.demo;

import java.util.List;

/**
 * The figures of a job, while it runs or at its end.
 *
 * @param files files whose words are in the totals; neither skipped nor unreadable ones
 * @param skipped files passed over because of a NUL byte in their first 8 KiB
 * @param unreadable files, and directories, that could not be read, or not to their end
 * @param bytes the length of those {@code files} together
 * @param words the number of words in those {@code files}, repeats included
 * @param distinct the number of different words in them
 * @param workers the share of each worker, in the order in which they were named
 * @param sent file ids of which something was sent to a worker
 * @param delivered file ids of those, for which the result of everything sent has been merged
 * @param lost file ids that were sent and not delivered; while the job runs, those on their way
 * @param repeats results that came again, or unasked, and were dropped
 */
record Totals(
        long files,
        long skipped,
        long unreadable,
        long bytes,
        long words,
        long distinct,
        List<Worker> workers,
        long sent,
        long delivered,
        long lost,
        long repeats) {

    /**
     * The share of one worker.
     *
     * @param files files counted; a file of several pieces belongs to the worker that counted its first
     * @param bytes bytes counted, in pieces of any file
     */
    record Worker(String name, long files, long bytes) {}

    /** All that has been dealt with in some way. */
    long filesDone() {
        return files + skipped + unreadable;
    }

    /** What the workers have counted, also of files that are not complete yet. */
    long bytesCounted() {
        return workers.stream().mapToLong(Worker::bytes).sum();
    }

    /** A worker's share of the bytes counted, 0 to 100. */
    int percentOf(Worker worker) {
        return (int) Math.round(100.0 * worker.bytes() / Math.max(1, bytesCounted()));
    }
}
