package dev.strait.wire.directory;

import dev.strait.wire.frame.WireReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Things of one kind that were read lately, each with the bytes that it was read from: where the same bytes come again, the same thing is
 * given. Only for forms that say their own length, so that whatever begins with the bytes of one is that one. Keeps {@value #MOST} at
 * most. Not thread-safe.
 *
 * @param <T> what is read; immutable
 */
final class Recurring<T> {
    private static final int MOST = 16;

    private static final class Read<T> {
        final byte[] bytes;
        final T value;

        Read(byte[] bytes, T value) {
            this.bytes = bytes;
            this.value = value;
        }
    }

    private final List<Read<T>> reads = new ArrayList<>();
    private int last;

    /** Passes over what comes next and gives what it is; null, and nothing is passed over, if it was not read lately. */
    @Nullable
    T find(WireReader in) {
        int size = reads.size();
        for (int step = 0, at = last; step < size; step++, at = at + 1 == size ? 0 : at + 1) {
            Read<T> read = reads.get(at);
            if (in.passesOver(read.bytes)) {
                last = at;
                return read.value;
            }
        }
        return null;
    }

    /** Keeps what has just been read, in place of the one kept longest if there are too many. @return the same */
    T keep(WireReader in, int from, T value) {
        Read<T> read = new Read<>(in.since(from), value);
        if (reads.size() < MOST) {
            last = reads.size();
            reads.add(read);
        } else {
            last = (last + MOST - 1) % MOST;
            reads.set(last, read);
        }
        return value;
    }
}
