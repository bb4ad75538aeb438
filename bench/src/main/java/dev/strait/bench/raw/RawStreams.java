package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.io.IOException;
import java.util.Arrays;

/**
 * A bare multiplexer on one blocking socket: every frame says its stream and its kind, both sides keep a state for each stream, and the taker
 * says when one is done, so that no more than 256 are open. One thread on each side.
 */
final class RawStreams {
    private static final int OPEN = 1;
    private static final int MESSAGE = 2;
    private static final int DONE = 3;

    /** The state of a stream that is not open; that of an open one is the number of its messages. */
    private static final int NOT_OPEN = -1;

    private RawStreams() {}

    static void take(Run run) throws IOException {
        var socket = RawSockets.accept(run, 1).getFirst();
        var writer = new RawWriter(socket);
        var reader = RawReader.of(socket, writer);
        Meter meter = run.meter();
        int[] states = notOpen();
        while (true) {
            int stream = reader.nextInt();
            switch (reader.nextInt()) {
                case OPEN -> {
                    Run.require(states[stream] == NOT_OPEN, "a stream is opened once");
                    states[stream] = 0;
                }
                case MESSAGE ->
                    Run.require(reader.next().kind() == states[stream]++, "the messages of a stream are in order");
                case DONE -> {
                    Run.require(states[stream] == Scenario.STREAM_MESSAGES, "a stream has all its messages");
                    states[stream] = NOT_OPEN;
                    meter.count(1);
                    writer.add(stream);
                }
                default -> throw new IOException("no such frame");
            }
        }
    }

    static void open(Run run) throws IOException {
        var socket = RawSockets.connect(run, 1).getFirst();
        var writer = new RawWriter(socket);
        var reader = RawReader.of(socket, writer);
        int[] states = notOpen();
        long id = 0;
        for (int stream = 0; stream < states.length; stream++) {
            open(stream, id++, states, writer);
        }
        while (true) {
            int stream = reader.nextInt();
            Run.require(states[stream] == Scenario.STREAM_MESSAGES, "a stream is taken once");
            states[stream] = NOT_OPEN;
            open(stream, id++, states, writer);
        }
    }

    private static void open(int stream, long id, int[] states, RawWriter writer) throws IOException {
        writer.add(stream);
        writer.add(OPEN);
        states[stream] = 0;
        while (states[stream] < Scenario.STREAM_MESSAGES) {
            writer.add(stream);
            writer.add(MESSAGE);
            writer.add(Msg.of(id, states[stream]++));
        }
        writer.add(stream);
        writer.add(DONE);
    }

    private static int[] notOpen() {
        int[] states = new int[Scenario.OPEN_STREAMS];
        Arrays.fill(states, NOT_OPEN);
        return states;
    }
}
