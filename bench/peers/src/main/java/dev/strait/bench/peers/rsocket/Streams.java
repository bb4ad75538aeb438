package dev.strait.bench.peers.rsocket;

import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.peers.StreamOpener;
import dev.strait.bench.peers.TakenStream;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import reactor.core.publisher.Flux;

/** A channel for each stream, all on one connection; the taker ends its direction when it has both messages. */
final class Streams {
    private Streams() {}

    static void take(Run run) {
        var codec = new MsgBytes();
        Meter meter = run.meter();
        Connections.listen(run, SocketAcceptor.forRequestChannel(messages -> {
            var stream = new TakenStream(codec, meter);
            return Flux.from(messages)
                    .doOnNext(message -> Callbacks.guard(run, () -> stream.take(Connections.bytes(message))))
                    .doOnComplete(() -> Callbacks.guard(run, stream::done))
                    .doOnError(failure -> Callbacks.fail(run, failure))
                    .ignoreElements()
                    .flux();
        }));
    }

    static void open(Run run) throws Exception {
        RSocket socket = Connections.connect(run);
        new StreamOpener(
                        run,
                        (first, second, done) -> socket.requestChannel(
                                        Flux.just(Connections.payload(first), Connections.payload(second)))
                                .subscribe(Payload::release, failure -> Callbacks.fail(run, failure), done))
                .start();
    }
}
