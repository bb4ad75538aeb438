package dev.strait.wire.frame;

/**
 * What is ahead of the content of a FRAGMENT: all that can be judged, and has to be, before the content has come, so that it can be read to
 * where the message is put together. What one head alone shows is checked here: content is never longer than the message, a first
 * fragment is the last exactly when it holds the whole.
 *
 * @param stream the stream, 1 to 2^31 - 1
 * @param first whether a message starts here
 * @param last whether the message ends here
 * @param totalBytes the message's whole length if {@code first}, else 0
 * @param length how many bytes of content follow; only a message of length 0 has none
 */
public record FragmentHead(int stream, boolean first, boolean last, int totalBytes, int length) {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public FragmentHead {
        Checks.stream(stream);
        check(first, last, totalBytes, length);
    }

    static void check(boolean first, boolean last, int totalBytes, int length) {
        if (first) {
            Checks.between("total length of a fragmented message", totalBytes, 0, Integer.MAX_VALUE);
            Checks.between("length of a first fragment", length, 0, FrameLimits.MAX_PAYLOAD_BYTES - 4);
            Checks.atMost("length of a first fragment", length, totalBytes);
            if (last != (length == totalBytes)) {
                throw new IllegalArgumentException("a first fragment of " + length + " bytes of a message of "
                        + totalBytes + (last ? " cannot be" : " must be") + " the last");
            }
        } else {
            Checks.between("total length of a later fragment", totalBytes, 0, 0);
            Checks.between("length of a fragment", length, 0, FrameLimits.MAX_PAYLOAD_BYTES);
        }
        if (length == 0 && !(first && last)) {
            throw new IllegalArgumentException("a fragment must have content unless its message has none");
        }
    }
}
