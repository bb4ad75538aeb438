package dev.strait.testkit.example;

import dev.strait.testkit.virtual.Environment;
import dev.strait.testkit.virtual.Protocol;

/**
 * Sends the numbers from 1 to some count, a window of them at a time, over one connection after another. What was sent and not acknowledged
 * on a connection that is lost is sent again on the next.
 */
class Source implements Protocol {
    private static final int WINDOW = 8;
    private static final long REDIAL_NANOS = 200_000_000;
    private static final long PATIENCE_NANOS = 2_000_000_000;
    private static final long NONE = -1;

    private final Environment environment;
    private final long count;
    private long connection = NONE;
    private boolean isUp;
    /** How many numbers the target has. */
    private long acknowledged;
    /** The last number that was sent. */
    private long sent;
    /** When it dials, or gives up waiting for an acknowledgement. */
    private long deadline = Long.MAX_VALUE;

    private Numbers incoming = new Numbers();

    Source(Environment environment, long count) {
        this.environment = environment;
        this.count = count;
    }

    @Override
    public void start() {
        connection = environment.dial(environment.address(1));
    }

    @Override
    public void accepted(long stranger) {
        environment.close(stranger);
    }

    @Override
    public void dialled(long dialled) {
        isUp = true;
        incoming = new Numbers();
        sent = resumesAfter(acknowledged, sent);
        send();
    }

    /** Which number is the last that needs not be sent on a new connection. */
    long resumesAfter(long acknowledgedSoFar, long sentSoFar) {
        return acknowledgedSoFar;
    }

    private void send() {
        while (sent < Math.min(count, acknowledged + WINDOW)) {
            environment.write(connection, Numbers.bytes(++sent));
        }
        deadline = acknowledged == count ? Long.MAX_VALUE : environment.now() + patienceNanos();
    }

    /** How long it waits for an acknowledgement before it tries another connection. */
    long patienceNanos() {
        return PATIENCE_NANOS;
    }

    @Override
    public void received(long from, byte[] bytes) {
        incoming.takeIn(bytes, total -> {
            acknowledged = Math.max(acknowledged, total);
            sent = Math.max(sent, total);
        });
        send();
    }

    @Override
    public void dialFailed(long dial, String reason) {
        redialLater();
    }

    @Override
    public void closed(long lost, String reason) {
        redialLater();
    }

    private void redialLater() {
        connection = NONE;
        isUp = false;
        deadline = acknowledged == count ? Long.MAX_VALUE : environment.now() + REDIAL_NANOS;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void tick() {
        if (isUp) {
            environment.trace("hears nothing of %d", acknowledged + 1);
            environment.close(connection);
            redialLater();
        } else {
            deadline = Long.MAX_VALUE;
            connection = environment.dial(environment.address(1));
        }
    }
}
