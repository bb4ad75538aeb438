package dev.strait.bench.peers.grpc;

import dev.strait.bench.peers.Payloads;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Run;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** One client-streaming call. The sender, a thread of its own, parks while the stream is not ready. */
final class OneWay {
    private OneWay() {}

    static void receive(Run run) throws IOException {
        var payloads = new Payloads(run.scenario());
        Meter meter = run.meter();
        Calls.serve(
                run,
                MethodType.CLIENT_STREAMING,
                ServerCalls.asyncClientStreamingCall(answers ->
                        new Observer(run, message -> meter.inOrder(payloads.read(message)), Observer::neverEnds)));
    }

    static void send(Run run) {
        Thread sender = Thread.currentThread();
        var call = Calls.call(Calls.connect(run), Calls.method(MethodType.CLIENT_STREAMING));
        var answers = new Observer(run, answer -> Observer.neverEnds(), Observer::neverEnds);
        var onReady = new OnReady(answers, stream -> LockSupport.unpark(sender));
        ClientCalls.asyncClientStreamingCall(call, onReady);
        ClientCallStreamObserver<byte[]> stream = onReady.stream();
        var payloads = new Payloads(run.scenario());
        for (long id = 0; ; id++) {
            while (!stream.isReady()) {
                LockSupport.park(stream);
            }
            stream.onNext(payloads.make(id));
        }
    }
}
