package dev.strait.testkit.virtual;

/** What a {@link Protocol} is surrounded by on one incarnation of a host, and what it may ask for while it is told something. Not thread-safe. */
public interface Environment {
    /** Of the host: {@code h0}, {@code h1} and so on, which is the address at which others dial it, too. */
    String name();

    /** Which of the hosts it is, from 0. */
    int place();

    /** Which incarnation it is: 0 first, and one more after each crash. */
    int incarnation();

    /** What the clock of the host shows, in nanoseconds from some moment, at least 0; it never goes back while the host is up. */
    long now();

    /** Chance of its own, other in each incarnation. */
    Dice dice();

    /** The address of the host in a place. Each listens there while it is up. */
    String address(int place);

    /**
     * Asks for a connection. {@link Protocol#dialled} or {@link Protocol#dialFailed} tells what became of it, within 3 s and a delay.
     *
     * @param address of any host, or none
     * @return the number of the connection
     */
    long dial(String address);

    /**
     * Writes. What the connection does not take at once waits, without bound: {@link #unwritten} and {@link Protocol#drained} are for those who
     * would rather wait themselves.
     *
     * @param bytes not changed afterwards
     * @throws IllegalStateException if there is no such connection, or not yet, or not any more
     */
    void write(long connection, byte[] bytes);

    /** How many bytes wait to be written on a connection; 0 if there is none. */
    long unwritten(long connection);

    /** Closes a connection, behind what was written on it, or gives up a dial. Does nothing if neither is there. */
    void close(long connection);

    /**
     * Adds a line to the history.
     *
     * @param format as {@link String#format}
     * @param details numbers, strings, and what has a text of its own that does not vary from run to run
     */
    void trace(String format, Object... details);
}
