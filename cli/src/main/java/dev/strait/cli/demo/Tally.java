package dev.strait.cli.demo;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Merges results, and accounts for every file by its id: which were sent, and of which all results have been merged. A
 * result is merged exactly once; one that comes again, or that nobody asked for, is counted and dropped.
 *
 * <p>The result of a small file goes into the totals as it comes. A file of several pieces is held aside until its end
 * has been read and all its results are there, so that one that turns out to be unreadable in its middle leaves nothing
 * behind.
 *
 * <p>Thread-safe: one thread reads and sends, another merges, a third looks on.
 */
final class Tally {

    private final ReentrantLock lock = new ReentrantLock();

    /** The files with results to come, by id. */
    private final Map<Integer, OpenFile> open = new HashMap<>();

    /** The ids of the parcels whose result has not come. */
    private final BitSet outstanding = new BitSet();

    private final BitSet sent = new BitSet();
    private final BitSet delivered = new BitSet();
    private final Map<String, Count> words = new HashMap<>();
    private final Map<String, WorkerTotals> workers = new LinkedHashMap<>();
    private int nextFile;
    private int nextParcel;
    private long files;
    private long skipped;
    private long unreadable;
    private long bytes;
    private long totalWords;
    private long repeats;

    private static final class Count {
        private long count;
    }

    private static final class WorkerTotals {
        private long files;
        private long bytes;
    }

    /** What is known of a file between its opening and its last result. */
    private static final class OpenFile {
        private final String name;
        private boolean endRead;
        private boolean broken;
        private int piecesSent;
        private int piecesMerged;
        private long bytes;
        private long totalWords;
        private @Nullable String firstWorker;

        /** The words of a file that is held aside; null for one that goes into the totals as it comes. */
        private @Nullable Map<String, Count> words;

        private OpenFile(String name) {
            this.name = name;
        }
    }

    /** Tells of a worker before its first result, so that one without any file is reported as well. */
    void addWorker(String name) {
        lock.lock();
        try {
            workers.putIfAbsent(name, new WorkerTotals());
        } finally {
            lock.unlock();
        }
    }

    /** Counts a file that is passed over for its NUL byte. */
    void skip() {
        lock.lock();
        try {
            skipped++;
        } finally {
            lock.unlock();
        }
    }

    /** Counts something that could not be read and of which nothing has been sent. */
    void unreadable() {
        lock.lock();
        try {
            unreadable++;
        } finally {
            lock.unlock();
        }
    }

    /** Opens a file that is to be sent, in one piece or in several, and answers its id. */
    int openFile(String name, boolean severalPieces) {
        lock.lock();
        try {
            OpenFile file = new OpenFile(name);
            if (severalPieces) {
                file.words = new HashMap<>();
            }
            open.put(nextFile, file);
            return nextFile++;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next parcel. From here on its files are sent, and in doubt until their results are merged. */
    Parcel parcelOf(List<Piece> pieces) {
        lock.lock();
        try {
            for (Piece piece : pieces) {
                sent.set(piece.file());
                fileOf(piece.file()).piecesSent++;
            }
            outstanding.set(nextParcel);
            return new Parcel(nextParcel++, List.copyOf(pieces));
        } finally {
            lock.unlock();
        }
    }

    /** Adds a word of a file of several pieces that was too long to travel. */
    void addLongWord(int fileId, String word) {
        lock.lock();
        try {
            OpenFile file = fileOf(fileId);
            if (file.words == null) {
                throw new IllegalStateException("only a file of several pieces has a word longer than a piece");
            }
            add(file.words, word, 1);
            file.totalWords++;
            file.bytes += word.length();
        } finally {
            lock.unlock();
        }
    }

    /** Says that the file has been read to its end and no further piece of it comes. */
    void endFile(int fileId) {
        end(fileId, false);
    }

    /** Says that the rest of the file cannot be read: no further piece comes, and what was counted of it is left out. */
    void breakFile(int fileId) {
        end(fileId, true);
    }

    private void end(int fileId, boolean broken) {
        lock.lock();
        try {
            OpenFile file = fileOf(fileId);
            file.endRead = true;
            file.broken = broken;
            if (broken) {
                unreadable++;
            }
            if (!sent.get(fileId) && broken) {
                open.remove(fileId); // nothing of it is out
                return;
            }
            completeIfAllThere(fileId, file);
        } finally {
            lock.unlock();
        }
    }

    /** Merges the result of a parcel. */
    void merge(Counted counted) {
        lock.lock();
        try {
            if (counted.parcel() < 0 || !outstanding.get(counted.parcel())) {
                repeats++;
                return;
            }
            outstanding.clear(counted.parcel());
            Map<String, Count> into = words;
            for (Counted.CountedPiece piece : counted.pieces()) {
                OpenFile file = fileOf(piece.file());
                file.piecesMerged++;
                file.bytes += piece.bytes();
                file.totalWords += piece.words();
                if (piece.index() == 0) {
                    file.firstWorker = counted.worker();
                }
                workerOf(counted.worker()).bytes += piece.bytes();
                if (file.words != null) {
                    into = file.words; // such a piece travels alone, so all words of the parcel are its own
                }
            }
            for (Map.Entry<String, Long> word : counted.words().entrySet()) {
                add(into, word.getKey(), word.getValue());
            }
            for (Counted.CountedPiece piece : counted.pieces()) {
                completeIfAllThere(piece.file(), fileOf(piece.file()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void completeIfAllThere(int fileId, OpenFile file) {
        if (!file.endRead || file.piecesMerged < file.piecesSent || !sent.get(fileId)) {
            return;
        }
        open.remove(fileId);
        delivered.set(fileId);
        if (file.broken) {
            return;
        }
        files++;
        bytes += file.bytes;
        totalWords += file.totalWords;
        if (file.words != null) {
            file.words.forEach((word, count) -> add(words, word, count.count));
        }
        if (file.firstWorker != null) {
            workerOf(file.firstWorker).files++;
        }
    }

    private static void add(Map<String, Count> words, String word, long count) {
        words.computeIfAbsent(word, _ -> new Count()).count += count;
    }

    private OpenFile fileOf(int fileId) {
        OpenFile file = open.get(fileId);
        if (file == null) {
            throw new IllegalStateException("file id " + fileId + " is not one with results to come");
        }
        return file;
    }

    private WorkerTotals workerOf(String name) {
        return workers.computeIfAbsent(name, _ -> new WorkerTotals());
    }

    /** The names of the files that were sent and of which a result is missing, in the order of sending. */
    List<String> inDoubt() {
        lock.lock();
        try {
            return open.entrySet().stream()
                    .filter(entry -> sent.get(entry.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getValue().name)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The state of things now, without the words. */
    Totals totals() {
        lock.lock();
        try {
            List<Totals.Worker> shares = new ArrayList<>();
            workers.forEach((name, worker) -> shares.add(new Totals.Worker(name, worker.files, worker.bytes)));
            BitSet lost = (BitSet) sent.clone();
            lost.andNot(delivered);
            return new Totals(
                    files,
                    skipped,
                    unreadable,
                    bytes,
                    totalWords,
                    words.size(),
                    List.copyOf(shares),
                    sent.cardinality(),
                    delivered.cardinality(),
                    lost.cardinality(),
                    repeats);
        } finally {
            lock.unlock();
        }
    }

    /** The most frequent words, the most frequent first, those equally frequent in alphabetical order. */
    List<WordCount> top(int size) {
        // Of hundreds of thousands of words, only the best so far are kept, the least of them at the head.
        PriorityQueue<WordCount> best = new PriorityQueue<>(WordCount.MOST_FREQUENT_FIRST.reversed());
        lock.lock();
        try {
            words.forEach((word, count) -> {
                best.add(new WordCount(word, count.count));
                if (best.size() > size) {
                    best.remove();
                }
            });
        } finally {
            lock.unlock();
        }
        return best.stream().sorted(WordCount.MOST_FREQUENT_FIRST).toList();
    }
}
