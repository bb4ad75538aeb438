package dev.strait.testkit.virtual;

/**
 * What a {@link Protocol} is surrounded by on one incarnation of a host, and what it may ask for. What it shows may be looked at whenever one likes; {@link #dial}, {@link #write} and
 * {@link #close} are for while the protocol is told something, {@link Protocol#deadline} not among it: at any other time, and when the host has crashed, they throw an
 * {@link IllegalStateException}. Not thread-safe.
 */
public interface Environment {
    /** Of the host: {@code h0}, {@code h1} and so on, which is the address at which others dial it, too. */
    String name();

    /** Which of the hosts it is, from 0. */
    int place();

    /** How many hosts there are, this one and those that are down included. */
    int hosts();

    /** Which incarnation it is: 0 for the first that starts in this place, and one more for each that starts after it. */
    int incarnation();

    /** What the clock of the host shows, in nanoseconds from some moment, at least 0; it never goes back while the host is up. */
    long now();

    /** Chance of its own, other in each incarnation. */
    Dice dice();

    /**
     * The address of the host in a place. Each listens there while it is up.
     *
     * @throws IllegalArgumentException if there is no such place: they go from 0 to one less than there are {@linkplain #hosts hosts}
     */
    String address(int place);

    /**
     * Asks for a connection. {@link Protocol#dialled} or {@link Protocol#dialFailed} tells what became of it, within 3 s and a delay.
     *
     * @param address of any host, or none
     * @return the number of the connection
     * @throws IllegalStateException if the protocol is told nothing just now
     */
    long dial(String address);

    /**
     * Writes. What the connection does not take at once waits, without bound: {@link #unwritten} and {@link Protocol#drained} are for those who
     * would rather wait themselves.
     *
     * @param bytes copied, so that the array may be used again
     * @throws IllegalStateException if there is no such connection, or not yet, or not any more; or if the protocol is told nothing just now
     */
    void write(long connection, byte[] bytes);

    /** How many bytes wait to be written on a connection; 0 if there is none. */
    long unwritten(long connection);

    /**
     * Closes a connection, behind what was written on it, or gives up a dial. Does nothing if neither is there.
     *
     * @throws IllegalStateException if the protocol is told nothing just now
     */
    void close(long connection);

    /**
     * Adds a line to the history, at any time.
     *
     * @param format as {@link String#format}
     * @param details numbers, strings, and what has a text of its own that does not vary from run to run
     */
    void trace(String format, Object... details);
}
