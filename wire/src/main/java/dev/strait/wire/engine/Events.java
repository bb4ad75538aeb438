package dev.strait.wire.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What the engine has to tell, in order, until it is pulled. */
final class Events {
    private final ArrayDeque<EngineEvent> queue = new ArrayDeque<>();

    void add(EngineEvent event) {
        queue.add(event);
    }

    @Nullable
    EngineEvent poll() {
        return queue.poll();
    }
}
