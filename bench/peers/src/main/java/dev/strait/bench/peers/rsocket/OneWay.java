package dev.strait.bench.peers.rsocket;

import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.peers.Payloads;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Run;
import io.rsocket.Payload;
import io.rsocket.SocketAcceptor;
import reactor.core.publisher.Flux;

/** One channel; the receiver's requests hold the sender back. */
final class OneWay {
    private static final int REQUEST_MESSAGES = 1024;

    /** No more is requested at a time, or messages of 1 MiB would not fit into the memory. */
    private static final int REQUEST_BYTES = 64 << 20;

    private OneWay() {}

    static void receive(Run run) {
        int request = Math.min(
                REQUEST_MESSAGES, REQUEST_BYTES / Math.max(1, run.scenario().payloadBytes()));
        var payloads = new Payloads(run.scenario());
        Meter meter = run.meter();
        Connections.listen(
                run,
                SocketAcceptor.forRequestChannel(messages -> Flux.from(messages)
                        .limitRate(request)
                        .doOnNext(message ->
                                Callbacks.guard(run, () -> meter.inOrder(payloads.read(Connections.bytes(message)))))
                        .doOnError(failure -> Callbacks.fail(run, failure))
                        .ignoreElements()
                        .flux()));
    }

    static void send(Run run) {
        var payloads = new Payloads(run.scenario());
        Flux<Payload> messages = Flux.generate(() -> 0L, (id, sink) -> {
            sink.next(Connections.payload(payloads.make(id)));
            return id + 1;
        });
        Connections.connect(run)
                .requestChannel(messages)
                .subscribe(Payload::release, failure -> Callbacks.fail(run, failure));
    }
}
