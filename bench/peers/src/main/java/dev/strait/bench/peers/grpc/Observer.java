package dev.strait.bench.peers.grpc;

import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.spi.Run;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/**
 * Passes messages and the end on, and fails the measurement for everything else.
 *
 * @param run the measurement
 * @param next takes each message
 * @param completed runs at the end
 */
record Observer(Run run, Consumer<byte[]> next, Runnable completed) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {
        Callbacks.guard(run, () -> next.accept(message));
    }

    @Override
    public void onError(Throwable failure) {
        Callbacks.fail(run, failure);
    }

    @Override
    public void onCompleted() {
        Callbacks.guard(run, completed::run);
    }

    /** For a stream that must go on. */
    static void neverEnds() {
        Run.require(false, "a stream that goes on");
    }
}
