package dev.strait.bench.peers.grpc;

import dev.strait.bench.peers.Asker;
import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/** A unary call for each question. An answer is there when its call has ended in good order. */
final class Unary {
    private Unary() {}

    static void answer(Run run) throws IOException {
        var codec = new MsgBytes();
        Calls.serve(run, MethodType.UNARY, ServerCalls.asyncUnaryCall((question, answers) -> {
            Callbacks.guard(run, () -> {
                answers.onNext(codec.encode(codec.decode(question)));
                answers.onCompleted();
            });
        }));
    }

    static void ask(Run run) throws Exception {
        Channel channel = Calls.connect(run);
        var method = Calls.method(MethodType.UNARY);
        new Asker(run, (question, answered) -> {
                    var came = new AtomicReference<byte[]>();
                    ClientCalls.asyncUnaryCall(
                            Calls.call(channel, method),
                            question,
                            new Observer(run, came::set, () -> answered.accept(came.get())));
                })
                .start();
    }
}
