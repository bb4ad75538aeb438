package dev.strait.testkit.virtual;

/** A protocol that does nothing of itself. */
class Idle implements Protocol {
    final Environment environment;
    long deadline = Long.MAX_VALUE;

    Idle(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void start() {}

    @Override
    public void accepted(long connection) {}

    @Override
    public void dialled(long connection) {}

    @Override
    public void dialFailed(long connection, String reason) {}

    @Override
    public void received(long connection, byte[] bytes) {}

    @Override
    public void closed(long connection, String reason) {}

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void tick() {}
}
