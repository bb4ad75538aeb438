package dev.strait.channel;

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

    /** Under the port's lock: does it now if it can; otherwise {@code EMPTY} or {@code FULL}, and nothing has happened. */
    abstract Object attempt();

    /** Under the port's lock: gets in line on behalf of the call. */
    abstract Wait enqueue(Call call, int index);
}
