package dev.strait.wire.mux;

import dev.strait.wire.frame.FragmentHead;
import org.jspecify.annotations.Nullable;

/** Puts the large messages of a stream together from their fragments, one after the other. Not thread-safe. */
final class Assembly {
    private final InStream stream;
    private byte @Nullable [] message;
    private int at;
    private boolean wasInterrupted;

    /** No message has begun. */
    Assembly(InStream stream) {
        this.stream = stream;
    }

    /** Whether a message has begun and is not whole. */
    boolean isUnderWay() {
        return message != null;
    }

    /** A message of so many bytes begins, which the byte limit has admitted. */
    void begin(int totalBytes) {
        message = new byte[totalBytes];
        at = 0;
    }

    /** Checks that a fragment of the message that is under way fits it. */
    void check(FragmentHead head) {
        byte[] whole = message;
        if (whole == null) {
            throw stream.violation("a later fragment of no message");
        }
        if (head.length() > whole.length - at) {
            throw stream.violation("fragments longer than their message of " + whole.length + " bytes");
        }
        int end = at + head.length();
        if (head.last() != (end == whole.length)) {
            throw stream.violation("the last fragment at " + end + " of " + whole.length + " bytes");
        }
    }

    /** Where the content of the fragment that has begun goes; null if no message is under way. */
    @Nullable
    Place place() {
        return message == null ? null : new Place(message, at);
    }

    /** See {@link InStream#interrupted}. */
    void interrupted() {
        wasInterrupted = message != null;
    }

    /** The content of the fragment that had begun is in its place. @return the message if it is whole */
    byte @Nullable [] arrived(FragmentHead head) {
        byte[] whole = message;
        if (whole == null) {
            return null;
        }
        at += head.length();
        if (!head.last()) {
            return null;
        }
        message = null;
        byte[] own = wasInterrupted ? whole.clone() : whole;
        wasInterrupted = false;
        return own;
    }

    /** Nobody wants the message any more. */
    void drop() {
        message = null;
    }
}
