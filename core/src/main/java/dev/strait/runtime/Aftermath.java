package dev.strait.runtime;

import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.DeadLetter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What comes after a sender's values were sent, where anything does: fates that its program asked for, and dead letters. Most senders have none.
 * Safe for any thread.
 */
final class Aftermath {
    private final RemoteSender<?> sender;
    private final Untold untold = new Untold();
    /** Null until the program asks for a fate. */
    private volatile @Nullable Posts posts;

    /** Null until the first comes, if nobody has said before anything was sent what becomes of them. */
    private volatile @Nullable DeadLetters deadLetters;

    private static final VarHandle DEAD_LETTERS;

    static {
        try {
            DEAD_LETTERS = MethodHandles.lookup().findVarHandle(Aftermath.class, "deadLetters", DeadLetters.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    Aftermath(RemoteSender<?> sender) {
        this.sender = sender;
    }

    // --- fates ---

    /** Under the locks of the sender and of the engine, once: from now on it is told of fates. */
    Posts tellFates() {
        Posts made = new Posts();
        posts = made;
        return made;
    }

    /** Whose fate is awaited; null if the program never asked. */
    @Nullable
    Posts posts() {
        return posts;
    }

    /** What became of some values has come to be known. Holding no lock. Never blocks. */
    void answered(Answer answer) {
        Posts asked = posts;
        if (asked != null) {
            asked.answered(answer);
        }
    }

    /** Nothing more will be known. Holding no lock. */
    void giveUp(String why) {
        Posts asked = posts;
        if (asked != null) {
            asked.giveUp(why);
        }
    }

    // --- dead letters ---

    /** Before anything is sent: what becomes of them. */
    void bury(@Nullable RemoteSender<?> through, DeadLetterHandler handler) {
        deadLetters = new DeadLetters(sender, through, handler);
    }

    /** Where they are sent; null for nowhere. */
    @Nullable
    RemoteSender<?> onward() {
        DeadLetters declared = deadLetters;
        return declared == null ? null : declared.onward();
    }

    /** A value is not sent again. Holding no lock. Never blocks. */
    void deadLetter(DeadLetter letter) {
        DeadLetters there = deadLetters;
        if (there == null) {
            DeadLetters made = new DeadLetters(sender, null, DeadLetterHandler.NONE);
            DeadLetters first = (DeadLetters) DEAD_LETTERS.compareAndExchange(this, null, made);
            there = first == null ? made : first;
        }
        there.add(letter);
    }

    // --- what was said and is to be acted on ---

    /** Under the engine's lock: something was said of the sender, ahead of the last. */
    void said() {
        untold.said();
    }

    /** Something that was said of the sender, or the last, was acted on. @return whether that was all */
    boolean isAllTold() {
        return untold.isAllTold();
    }
}
