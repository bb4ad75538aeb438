package dev.strait.integration.kills;

/**
 * A line of a {@link Diary}.
 *
 * @param kind what happened
 * @param channel on which channel, or {@code -}
 * @param value to which value, or 0
 * @param mark how often it was sent before, -1 where that is not known; of a dead letter its attempts
 * @param nanos when, by {@link System#nanoTime()}, which all processes of a machine share
 * @param text what else is known
 */
record Entry(Kind kind, String channel, long value, int mark, long nanos, String text) {

    /** What happens in a process. */
    enum Kind {
        /** A sender end is open. */
        BEGUN,
        /** A value is about to be posted. */
        SENT,
        /** A post was answered; the text is {@code delivered NODE}, {@code not-delivered} or {@code unknown WHY}. */
        SETTLED,
        /** A value has reached the program. */
        TAKEN,
        /** Its result is known to have been received, and it will be acknowledged. */
        PROCESSED,
        /** It is about to be given back. */
        RETURNED,
        /** A result was received; the text is the node that it came from. */
        RESULT,
        /** A dead letter was offered to the handler. */
        DEAD,
        /** A receiver has come to the end of its channel; the text is {@code done}, or {@code lost NODE NODE..}. */
        ENDED
    }

    /** The line, with its end. */
    String line() {
        return kind + " " + channel + " " + value + " " + mark + " " + nanos + " " + text + "\n";
    }

    static Entry parse(String line) {
        String[] words = line.split(" ", 6);
        return new Entry(
                Kind.valueOf(words[0]),
                words[1].intern(), // millions of lines, and few words
                Long.parseLong(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                words[5].intern());
    }
}
