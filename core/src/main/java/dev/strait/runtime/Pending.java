package dev.strait.runtime;

import dev.strait.codec.Codec;
import java.util.concurrent.CompletableFuture;

/** An end that is being opened: what it carries, and the answer to come. */
record Pending(String channel, Codec<?> codec, CompletableFuture<Void> answer) {}
