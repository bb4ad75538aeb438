package dev.strait.bench.peers.grpc;

import dev.strait.bench.peers.StreamOpener;
import dev.strait.bench.peers.TakenStream;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;

/** A client-streaming call of two messages for each stream, all on one connection; gRPC wants an answer to each, which is empty. */
final class Streams {
    private Streams() {}

    static void take(Run run) throws IOException {
        var codec = new MsgBytes();
        Meter meter = run.meter();
        Calls.serve(run, MethodType.CLIENT_STREAMING, ServerCalls.asyncClientStreamingCall(answers -> {
            var stream = new TakenStream(codec, meter);
            return new Observer(run, stream::take, () -> {
                stream.done();
                answers.onNext(new byte[0]);
                answers.onCompleted();
            });
        }));
    }

    static void open(Run run) throws Exception {
        Channel channel = Calls.connect(run);
        var method = Calls.method(MethodType.CLIENT_STREAMING);
        new StreamOpener(run, (first, second, done) -> {
                    var messages = ClientCalls.asyncClientStreamingCall(
                            Calls.call(channel, method),
                            new Observer(run, answer -> Run.require(answer.length == 0, "an empty answer"), done));
                    messages.onNext(first);
                    messages.onNext(second);
                    messages.onCompleted();
                })
                .start();
    }
}
