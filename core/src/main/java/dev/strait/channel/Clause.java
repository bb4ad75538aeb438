package dev.strait.channel;

import org.jspecify.annotations.Nullable;

/**
 * One possibility of a select: to receive from a port, or to send a value into one. Made by the port, which alone knows how;
 * immutable, so that it may take part in any number of selects.
 */
public abstract class Clause {

    private final Port port;

    Clause(Port port) {
        this.port = port;
    }

    final Port port() {
        return port;
    }

    /**
     * Holding no lock: does it now, if the port alone can tell that it can.
     *
     * @return the outcome; {@code EMPTY} if nothing can be done now, and nothing has happened; {@code null} if that cannot be told, and nothing
     *     has happened
     */
    @Nullable
    Object attemptAlone() {
        return null;
    }

    /**
     * Under the port's lock: does it now if it can; otherwise {@code EMPTY} or {@code FULL}, and nothing has happened.
     *
     * @param call the call on whose behalf; undecided
     * @param index which of its clauses this is
     * @return the outcome; or a {@link Wait} that has claimed the call, and whose result follows
     */
    abstract Object attempt(Call call, int index);

    /**
     * Under the port's lock: gets in line on behalf of the call.
     *
     * @param before where this clause stood before its value came back, whose place it takes; {@code null} for the end of the line
     */
    abstract Wait enqueue(Call call, int index, @Nullable Wait before);

    /** Under the port's lock, after an attempt that found nothing: whether asking another node, and waiting for the answer, may find something. */
    boolean mayAsk() {
        return false;
    }
}
