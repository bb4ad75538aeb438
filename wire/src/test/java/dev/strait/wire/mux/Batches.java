package dev.strait.wire.mux;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches of short texts, made and read. */
public final class Batches {
    /** Who gets what is sent. */
    public static final EndRef RECEIVER = new EndRef(new NodeRef("r", 1, 1), 2);

    private Batches() {}

    /** A framed batch of these messages. */
    public static Batch of(String... messages) {
        WireWriter writer = new WireWriter();
        writer.reserve(Batch.HEADROOM);
        for (String message : messages) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            writer.varint(bytes.length).raw(bytes, 0, bytes.length);
        }
        byte[] array = writer.toByteArray();
        return Batch.framed(array, Batch.HEADROOM, array.length, messages.length);
    }

    /** One large message, in the whole form: a letter, and behind it what follows from the letter and the place. */
    public static Batch large(int length, char letter) {
        byte[] array = new byte[length];
        for (int i = 0; i < length; i++) {
            array[i] = at(i, (byte) letter);
        }
        return Batch.whole(array, 0, array.length);
    }

    /** The messages of a range that holds a batch. */
    public static List<String> read(byte[] array, int from, int messages) {
        MessageCursor cursor = new MessageCursor();
        cursor.reset(array, from, messages);
        return rest(cursor);
    }

    /** What is left ahead of a cursor. */
    public static List<String> rest(MessageCursor cursor) {
        List<String> read = new ArrayList<>();
        while (cursor.next()) {
            read.add(new String(cursor.array(), cursor.from(), cursor.to() - cursor.from(), StandardCharsets.UTF_8));
        }
        return read;
    }

    /** The messages of a parcel; a large one is told by its first letter and length, as in {@code x*100}. */
    public static List<String> read(Parcel parcel) {
        return parcel.whole()
                ? List.of(brief(parcel.array(), parcel.from(), parcel.to()))
                : read(parcel.array(), parcel.from(), parcel.messages());
    }

    /** The messages of a batch that are not taken. */
    public static List<String> live(Batch batch) {
        return batch.isWhole() ? List.of(brief(batch.array(), batch.from(), batch.to())) : rest(batch.cursor());
    }

    private static byte at(int place, byte letter) {
        return (byte) (letter + place + (place >> 8));
    }

    private static String brief(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] != at(i - from, array[from])) {
                throw new AssertionError("another byte at " + (i - from) + " of " + (to - from));
            }
        }
        return (to == from ? "" : String.valueOf((char) array[from])) + "*" + (to - from);
    }
}
