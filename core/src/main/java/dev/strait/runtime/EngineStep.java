package dev.strait.runtime;

import dev.strait.wire.engine.NodeEngine;
import org.jspecify.annotations.Nullable;

/**
 * One thing that ends, readers and writers do to the engine, in one hold of its lock: {@link EngineAccess#take} takes the step. All steps that are
 * taken often are taken at that one place, and what is behind a step is not known there when it is compiled: so the compiler of the JVM calls it, and compiles it once. Called as usual, each was
 * inlined, with most of the engine, into every method that leads there, of which there are half a dozen to a step; on two slow cores, streams, which need the most of the
 * engine, took twice as long to warm up (docs/performance.md, "Compiling less").
 *
 * @param <E> who takes it
 * @param <A> what it is told, besides
 * @param <R> what it gives
 */
final class EngineStep<E, A, R> {
    /** What a step does. */
    @FunctionalInterface
    interface Body<E, A, R> {
        /** Under the engine's lock. */
        @Nullable
        R take(E by, @Nullable A told, NodeEngine engine);
    }

    /** Not final: the compiler of the JVM might take it for known. */
    private Body<E, A, R> body;

    EngineStep(Body<E, A, R> body) {
        this.body = body;
    }

    @Nullable
    R take(E by, @Nullable A told, NodeEngine engine) {
        return body.take(by, told, engine);
    }
}
