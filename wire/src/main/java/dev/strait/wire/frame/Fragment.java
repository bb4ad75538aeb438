package dev.strait.wire.frame;

/**
 * FRAGMENT: a part of one message, held by reference. The first names the whole length; a message of one fragment is both
 * first and last. What can be judged from one frame alone is checked here, as in {@link FragmentHead}. Equal by content.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param first whether a message starts here
 * @param last whether the message ends here
 * @param totalBytes the message's whole length if {@code first}, else 0
 * @param array holds the content
 * @param from where the content starts
 * @param to where it ends, exclusive; only a message of length 0 has none
 */
@SuppressWarnings("ArrayRecordComponent") // no copy is the point, and equality is by content
public record Fragment(int stream, boolean first, boolean last, int totalBytes, byte[] array, int from, int to)
        implements StreamFrame {
    /** The flag of a message's first fragment. */
    public static final int FIRST = 1;

    /** The flag of a message's last fragment. */
    public static final int LAST = 2;

    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Fragment {
        Checks.stream(stream);
        Checks.range(array, from, to);
        FragmentHead.check(first, last, totalBytes, to - from);
    }

    /** What is ahead of the content. */
    public FragmentHead head() {
        return new FragmentHead(stream, first, last, totalBytes, to - from);
    }

    /** The content's length in bytes. */
    public int length() {
        return to - from;
    }

    @Override
    public FrameType type() {
        return FrameType.FRAGMENT;
    }

    @Override
    public int flags() {
        return (first ? FIRST : 0) | (last ? LAST : 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fragment that
                && stream == that.stream
                && first == that.first
                && last == that.last
                && totalBytes == that.totalBytes
                && Checks.same(array, from, to, that.array, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * stream + flags()) + Checks.hash(array, from, to);
    }

    @Override
    public String toString() {
        return "Fragment[stream=" + stream + (first ? ", first of " + totalBytes : "") + (last ? ", last" : "") + ", "
                + length() + " bytes]";
    }
}
