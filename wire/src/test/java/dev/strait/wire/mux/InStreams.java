package dev.strait.wire.mux;

import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.NodeRef;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Receiving halves, and the frames that their senders would write. */
final class InStreams {
    static final EndRef SENDER = new EndRef(new NodeRef("s", 1, 1), 1);
    static final int MAX_MESSAGE_BYTES = 100_000;

    private InStreams() {}

    static InStream of(Window window, Budget budget) {
        return new InStream(3, new byte[0], SENDER, new Terms(window, budget, MAX_MESSAGE_BYTES));
    }

    static InStream of(Budget budget) {
        return of(new Window(16, 2_048, 1_024, 4 << 20), budget);
    }

    static Data data(String... messages) {
        Batch batch = Batches.of(messages);
        return new Data(3, batch.messages(), batch.array(), batch.from(), batch.to());
    }

    /** One fragment of so many bytes; {@code total} is not negative in the first. */
    static Fragment fragment(boolean first, boolean last, int total, int length) {
        return new Fragment(3, first, last, first ? total : 0, new byte[length], 0, length);
    }

    /** Arrives and is taken at once. */
    static void through(InStream stream, int count) {
        String[] messages = new String[count];
        Arrays.fill(messages, "m");
        taken(stream, stream.data(data(messages)));
    }

    static void taken(InStream stream, @Nullable Parcel parcel) {
        if (parcel == null) {
            throw new AssertionError("nothing arrived");
        }
        stream.take(parcel.messages(), parcel.cost());
    }
}
