package dev.strait.testkit.virtual;

/**
 * A protocol as one host runs it: without threads, clocks or sockets of its own. It is told what happens, one thing after another, and asks its
 * {@link Environment} for what it wants done, while it is told and at no other time. An exception that it throws ends the run, which has failed.
 *
 * <p>Connections have numbers, which a host never uses again. What leaves a protocol to chance has to come from {@link Environment#dice}, and what it does may not depend on
 * the order of a hash table of objects, or one seed does not give one history.
 */
public interface Protocol {
    /** The host has started: first, or again after a crash. */
    void start();

    /** Somebody has made a connection to here. */
    void accepted(long connection);

    /** The connection is there for which {@link Environment#dial} was asked. */
    void dialled(long connection);

    /** It is not, and will not be. */
    void dialFailed(long connection, String reason);

    /**
     * Bytes have come, in the order in which they were written, in pieces as the network has it.
     *
     * @param bytes in an array that nobody else has
     */
    void received(long connection, byte[] bytes);

    /** The other side has closed the connection, or it broke. Not told of one that this side has closed. */
    void closed(long connection, String reason);

    /** When it wants a tick, as {@link Environment#now} shows time; {@link Long#MAX_VALUE} if never. Asked after everything that it is told; it only says so, and asks for nothing. */
    long deadline();

    /** The deadline has come, or has passed while the host stood still. A deadline that stays due for a thousand ticks at one moment ends the run, which has failed. */
    void tick();

    /** All that waited to be written on a connection is on its way. Does nothing unless overridden. */
    default void drained(long connection) {}

    /** Whoever uses the protocol here is to take nothing for so long, in nanoseconds: {@link Fault#STALL}. Does nothing unless overridden. */
    default void stall(long nanos) {}
}
