package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.StreamFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The link of the node to itself: its frames are handed over instead of written. Not thread-safe. */
final class Loop {
    private final Link link;
    private final Streams streams;
    private final SenderStreams senders;
    private final Events events;
    private boolean ready;

    Loop(EngineConfig config, Streams streams, SenderStreams senders, Events events) {
        this.streams = streams;
        this.senders = senders;
        this.events = events;
        link = new Link(
                config.self(),
                config.credit().maxMessageBytes(),
                config.credit().initialMessages(),
                config.credit().initialBytes(),
                new Link.Pen() {
                    @Override
                    public boolean isLocal() {
                        return true;
                    }

                    @Override
                    public void ready() {
                        ready = true;
                    }

                    @Override
                    public void linger() {
                        ready = true; // nothing is gained by waiting where nothing is written
                    }
                });
    }

    Link link() {
        return link;
    }

    /** Something was taken: what is news of it is said in the next run. */
    void noteNews() {
        ready |= link.hasNews();
    }

    /** Hands over what waits; true if there was anything. */
    boolean run(long nowNanos) {
        if (!ready) {
            return false;
        }
        ready = false;
        List<Lane> aside = new ArrayList<>();
        for (Frame frame = next(aside, nowNanos); frame != null; frame = next(aside, nowNanos)) {
            switch (frame) {
                case StreamFrame it -> streams.receive(link, it, nowNanos);
                case LinkFrame it -> throw new IllegalStateException(it.type() + " on the node's own link");
            }
        }
        senders.parted(link);
        aside.forEach(lane -> events.add(new EngineEvent.Seal(lane.sender())));
        return true;
    }

    private @Nullable Frame next(List<Lane> aside, long nowNanos) {
        link.announceNews().forEach(link::steer);
        Frame frame = link.nextSteering();
        return frame != null ? frame : link.nextInTurn(aside, 0, nowNanos);
    }
}
