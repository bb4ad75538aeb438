package dev.strait.runtime;

import dev.strait.channel.Selection;
import dev.strait.error.StraitException;
import dev.strait.transport.SafeLog;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.mux.Batch;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the dead letters of one sender: they are sent on through a sender of the channel that is declared for them, which may make them
 * wait, in a virtual thread that lives while there are any; with none declared they are logged, and offered to the node's handler. The sender
 * is told when each has got there, and sends nothing new while too many wait. Safe for any thread.
 */
final class DeadLetters {
    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);

    private final RemoteSender<?> sender;
    private final @Nullable RemoteSender<?> onward;
    private final DeadLetterHandler handler;
    private final Queue<DeadLetter> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean works = new AtomicBoolean();

    /**
     * Of this sender.
     *
     * @param onward where they are sent; null for nowhere
     * @param handler who is offered those that are sent nowhere
     */
    DeadLetters(RemoteSender<?> sender, @Nullable RemoteSender<?> onward, DeadLetterHandler handler) {
        this.sender = sender;
        this.onward = onward;
        this.handler = handler;
    }

    /** Where they are sent; null for nowhere. */
    @Nullable
    RemoteSender<?> onward() {
        return onward;
    }

    /** One more. Holding no lock. Never blocks. */
    void add(DeadLetter letter) {
        waiting.add(letter);
        if (!works.getAndSet(true)) {
            Thread.ofVirtual().name("strait-" + sender.node() + "-dead-letters").start(this::work);
        }
    }

    private void work() {
        do {
            for (DeadLetter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
                handOver(letter);
            }
            works.set(false);
        } while (!waiting.isEmpty() && !works.getAndSet(true));
    }

    private void handOver(DeadLetter letter) {
        try {
            bury(letter);
        } catch (Throwable failed) {
            SafeLog.failure(
                    LOG,
                    System.Logger.Level.ERROR,
                    "channel '" + sender.channel() + "': a dead letter could not be handed over and is lost ("
                            + letter.why() + ")",
                    failed);
        } finally {
            NodeEngine engine = sender.access.enter();
            try {
                engine.buried(sender.end, letter.place(), sender.access.now());
            } finally {
                sender.access.exit();
            }
        }
    }

    private void bury(DeadLetter letter) throws InterruptedException {
        int valueFrom = letter.headed()
                ? Headers.read(letter.array(), letter.from(), letter.to()).end()
                : letter.from();
        DeadLetterOrigin origin =
                new DeadLetterOrigin(sender.channel(), sender.node(), letter.node(), letter.why(), letter.attempts());
        if (onward != null && sendOn(onward, letter, valueFrom, origin)) {
            return;
        }
        SafeLog.log(
                LOG,
                System.Logger.Level.WARNING,
                "channel ''{0}'': a value is a dead letter after {1} attempts, the last on node {2}: {3}",
                sender.channel(),
                letter.attempts(),
                letter.node(),
                letter.why());
        handler.deadLetter(Arrays.copyOfRange(letter.array(), valueFrom, letter.to()), origin);
    }

    private boolean sendOn(RemoteSender<?> through, DeadLetter letter, int valueFrom, DeadLetterOrigin origin)
            throws InterruptedException {
        byte[] message = Headers.ahead(origin.headers(), letter.array(), valueFrom, letter.to());
        try {
            RemoteSender.outcome(Selection.select(
                    RemoteSender.FOREVER, through.headedClause(Batch.headed(message, 0, message.length))));
            return true;
        } catch (StraitException ended) {
            SafeLog.failure(
                    LOG,
                    System.Logger.Level.WARNING,
                    "channel '" + through.channel() + "' does not take the dead letters of channel '" + sender.channel()
                            + "'",
                    ended);
            return false;
        }
    }
}
