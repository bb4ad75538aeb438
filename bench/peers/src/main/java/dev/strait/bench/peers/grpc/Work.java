package dev.strait.bench.peers.grpc;

import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.peers.TaskIds;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection for each worker with one call on it, whose streams hold back both sides: each sends only while its stream is ready. */
final class Work {
    private Work() {}

    static void give(Run run) throws IOException {
        var ids = new TaskIds(run, Scenario.WORKERS);
        Calls.serve(
                run,
                MethodType.BIDI_STREAMING,
                ServerCalls.asyncBidiStreamingCall(
                        tasks -> new Giver(run, ids, (ServerCallStreamObserver<byte[]>) tasks).answers()));
    }

    /** One of the four. For the event loop of its connection. */
    private static final class Giver {
        private final Run run;
        private final TaskIds ids;
        private final ServerCallStreamObserver<byte[]> tasks;
        private final MsgBytes codec = new MsgBytes();
        private final Meter meter;
        private boolean ended;

        Giver(Run run, TaskIds ids, ServerCallStreamObserver<byte[]> tasks) {
            this.run = run;
            this.ids = ids;
            this.tasks = tasks;
            meter = run.meter();
            tasks.setOnReadyHandler(() -> Callbacks.guard(run, this::giveWhileReady));
        }

        private void giveWhileReady() {
            while (!ended && tasks.isReady()) {
                if (run.goesOn()) {
                    tasks.onNext(codec.encode(Msg.of(ids.next())));
                } else {
                    ended = true;
                    ids.endOne();
                }
            }
        }

        StreamObserver<byte[]> answers() {
            return new Observer(run, this::answered, Observer::neverEnds);
        }

        private void answered(byte[] bytes) {
            Msg answer = codec.decode(bytes);
            answer.checkAnswer();
            meter.increasing(answer.id());
        }
    }

    static void work(Run run) {
        for (int worker = 0; worker < Scenario.WORKERS; worker++) {
            var call = Calls.call(Calls.connect(run), Calls.method(MethodType.BIDI_STREAMING));
            ClientCalls.asyncBidiStreamingCall(call, new Worker(run, worker));
        }
    }

    /** Takes the next task when there is room for its answer. For the event loop of its connection. */
    private static final class Worker implements ClientResponseObserver<byte[], byte[]> {
        private final Run run;
        private final int number;
        private final MsgBytes codec = new MsgBytes();
        private @Nullable ClientCallStreamObserver<byte[]> answers;
        private boolean full;

        Worker(Run run, int number) {
            this.run = run;
            this.number = number;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
            answers = stream;
            stream.disableAutoRequestWithInitial(1);
            stream.setOnReadyHandler(() -> {
                if (full) {
                    full = false;
                    stream.request(1);
                }
            });
        }

        @Override
        public void onNext(byte[] task) {
            Callbacks.guard(run, () -> {
                var stream = Objects.requireNonNull(answers);
                stream.onNext(codec.encode(codec.decode(task).answer(number)));
                if (stream.isReady()) {
                    stream.request(1);
                } else {
                    full = true;
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            Callbacks.fail(run, failure);
        }

        @Override
        public void onCompleted() {
            Callbacks.guard(run, Observer::neverEnds);
        }
    }
}
