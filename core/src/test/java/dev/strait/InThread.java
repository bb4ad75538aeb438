package dev.strait;

import java.util.concurrent.CompletableFuture;

/** Runs something in a thread of its own. */
final class InThread {
    private InThread() {}

    /** What is run. */
    interface Body {
        void run() throws Exception;
    }

    /** Starts it; the future fails as the body does. */
    static CompletableFuture<Void> run(Body body) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                body.run();
                future.complete(null);
            } catch (Throwable t) {
                future.completeExceptionally(t);
            }
        });
        return future;
    }
}
