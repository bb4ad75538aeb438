package dev.strait.wire.mux;

/**
 * How much a receiver lets a stream have on the way: starts small, so that idle streams cost next to nothing, and doubles each time
 * the sender is found to have used three quarters of what it was allowed, up to the channel's capacity in messages and a limit in
 * bytes.
 *
 * @param initialMessages messages before the first CREDIT, default as many as the capacity; 0 if the channel's capacity is
 * @param initialBytes bytes before the first CREDIT, default 2 KiB
 * @param maxMessages the channel's capacity, default 1,024; 0 in a rendezvous channel, where tickets take its place
 * @param maxBytes most bytes that the window grows to, default 4 MiB
 */
public record Window(int initialMessages, int initialBytes, int maxMessages, int maxBytes) {
    /** Checks that the initial credit is within the limits. */
    public Window {
        boolean fits = maxMessages == 0 ? initialMessages == 0 : initialMessages >= 1;
        if (maxMessages < 0 || !fits || initialMessages > maxMessages) {
            throw new IllegalArgumentException("window of " + initialMessages + " to " + maxMessages + " messages");
        }
        if (initialBytes < 1 || initialBytes > maxBytes) {
            throw new IllegalArgumentException("window of " + initialBytes + " to " + maxBytes + " bytes");
        }
    }

    /** The window of a channel with this capacity, on links whose nodes grant this initial credit. */
    public static Window of(int capacity, int initialMessages, int initialBytes, int maxBytes) {
        return new Window(
                Math.min(capacity, initialMessages), initialBytes, capacity, Math.max(initialBytes, maxBytes));
    }
}
