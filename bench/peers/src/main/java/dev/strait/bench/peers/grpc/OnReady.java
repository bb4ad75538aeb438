package dev.strait.bench.peers.grpc;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Observes the answers to a call whose requests are sent when its stream is ready for them. */
final class OnReady implements ClientResponseObserver<byte[], byte[]> {
    private final Observer answers;
    private final Consumer<ClientCallStreamObserver<byte[]>> ready;
    private @Nullable ClientCallStreamObserver<byte[]> stream;

    /**
     * Makes one.
     *
     * @param answers takes what comes
     * @param ready runs each time the stream becomes ready
     */
    OnReady(Observer answers, Consumer<ClientCallStreamObserver<byte[]>> ready) {
        this.answers = answers;
        this.ready = ready;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<byte[]> requests) {
        stream = requests;
        requests.setOnReadyHandler(() -> ready.accept(requests));
    }

    /** Returns the stream of requests, once the call has started. */
    ClientCallStreamObserver<byte[]> stream() {
        return Objects.requireNonNull(stream);
    }

    @Override
    public void onNext(byte[] answer) {
        answers.onNext(answer);
    }

    @Override
    public void onError(Throwable failure) {
        answers.onError(failure);
    }

    @Override
    public void onCompleted() {
        answers.onCompleted();
    }
}
