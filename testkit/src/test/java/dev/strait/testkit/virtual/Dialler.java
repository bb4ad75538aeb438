package dev.strait.testkit.virtual;

/** The host in place 0 dials the other, again after a while if that comes to nothing. */
class Dialler extends Idle {
    long connection;

    Dialler(Environment environment) {
        super(environment);
    }

    @Override
    public void start() {
        if (environment.place() == 0) {
            connection = environment.dial(environment.address(1));
        }
    }

    @Override
    public void dialFailed(long dial, String reason) {
        deadline = environment.now() + 100_000_000;
    }

    @Override
    public void tick() {
        deadline = Long.MAX_VALUE;
        start();
    }
}
