package dev.strait.runtime;

import dev.strait.wire.engine.NodeEngine;
import org.jspecify.annotations.Nullable;

/**
 * Something that ends and writers do to the engine, under its lock: {@link EngineAccess#take} takes the step; and what they act on behind it. The steps
 * that are taken most often are of so many kinds that the compiler of the JVM calls them from that one place, and inlines none. Called as usual each was
 * inlined, with most of the engine, into every method that leads there, of which there are half a dozen to a step: streams, which need the most of the
 * engine, took several times as long to warm up on two slow cores (docs/performance.md, "Opening and ending channels").
 *
 * @param <E> who takes it
 * @param <A> what it is told, besides
 * @param <R> what it gives
 */
final class EngineStep<E, A, R> {
    /** What a step does. */
    @FunctionalInterface
    interface Body<E, A, R> {
        /** Does it. */
        @Nullable
        R take(E by, @Nullable A told, NodeEngine engine);
    }

    /** Never another; not final, or the compiler of the JVM might take it for known. */
    private Body<E, A, R> body;

    EngineStep(Body<E, A, R> body) {
        this.body = body;
    }

    @Nullable
    R take(E by, @Nullable A told, NodeEngine engine) {
        return body.take(by, told, engine);
    }
}
