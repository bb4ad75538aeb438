package dev.strait.testkit.example;

import dev.strait.testkit.virtual.Environment;
import dev.strait.testkit.virtual.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the numbers, and says how many it has, on whichever connection one came. */
class Target implements Protocol {
    private final Environment environment;
    private final List<Long> arrived;
    private final Map<Long, Numbers> incoming = new HashMap<>();

    Target(Environment environment, List<Long> arrived) {
        this.environment = environment;
        this.arrived = arrived;
    }

    @Override
    public void accepted(long connection) {
        incoming.put(connection, new Numbers());
    }

    @Override
    public void received(long connection, byte[] bytes) {
        incoming.get(connection)
                .takeIn(
                        bytes,
                        number -> { // eight bytes each, in whatever pieces they come
                            if (isNew(number, arrived.size())) {
                                arrived.add(number);
                                environment.trace("takes %d", number);
                            }
                            environment.write(connection, Numbers.bytes(arrived.size()));
                        });
    }

    @Override
    public void closed(long connection, String reason) {
        incoming.remove(connection);
    }

    /** Whether a number is to be taken; what has come before comes again after a connection was lost. */
    boolean isNew(long number, long taken) {
        return number == taken + 1;
    }

    @Override
    public void start() {
        // The source dials.
    }

    @Override
    public void dialled(long connection) {
        throw new IllegalStateException("nobody has dialled");
    }

    @Override
    public void dialFailed(long connection, String reason) {
        throw new IllegalStateException("nobody has dialled");
    }

    @Override
    public long deadline() {
        return Long.MAX_VALUE;
    }

    @Override
    public void tick() {
        throw new IllegalStateException("nothing is due");
    }
}
