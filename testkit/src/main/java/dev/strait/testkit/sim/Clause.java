package dev.strait.testkit.sim;

import org.jspecify.annotations.Nullable;

/**
 * One possibility of a call.
 *
 * @param port the end that it uses
 * @param value what it sends; null if it receives
 */
record Clause(RendezvousPort port, @Nullable Value value) {
    @Override
    public String toString() {
        return value == null ? "receive " + port : "send " + value.message().sequence() + " " + port;
    }
}
