package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which messages are dead letters, and until when a sender keeps them. */
class DeadLettersTest {
    private static final int KB = 1 << 10;

    private final Lanes lanes = new Lanes(false, 3);
    private final QueueSenderEnd sender = lanes.sender;

    /** The next dead letter as text, place, attempts, node and reason; "none" if there is none. */
    private String letter() {
        DeadLetter it = sender.pollDeadLetter();
        return it == null
                ? "none"
                : new String(it.array(), it.from(), it.to() - it.from(), StandardCharsets.UTF_8) + "@" + it.place()
                        + " " + it.attempts() + " " + it.node() + " " + it.why();
    }

    @Test
    void aMessageThatWasRejectedIsADeadLetterAtOnce() {
        lanes.add("x", 8, KB);
        lanes.send("a", "b", "c");
        lanes.write("x");
        lanes.reject("x", 2);
        assertEquals("b@1 1 x no good to x", letter());
        assertEquals("none", letter(), "told once");
        assertEquals(new SenderCounts(3, 3, 0, 0, 0, 0, 0, 0), sender.counts(), "nobody has it yet");
        sender.buried(1);
        assertEquals(new SenderCounts(3, 2, 0, 1, 0, 0, 0, 0), sender.counts());
        assertThrows(IllegalStateException.class, () -> sender.buried(1));
        assertEquals(List.of(), lanes.write("x"), "it is not sent again");
    }

    @Test
    void aMessageThatComesBackTooOftenIsADeadLetter() {
        lanes.add("x", 8, KB);
        lanes.send("poison");
        lanes.write("x");
        lanes.nack("x", 1, 0);
        lanes.write("x");
        lanes.nack("x", 2, 0);
        assertEquals(List.of("MARK 2", "poison"), lanes.write("x"));
        assertEquals("none", letter());
        lanes.nack("x", 3, 60_000);
        assertEquals("poison@0 3 x nack by x", letter(), "without waiting for the delay, which is for another attempt");
        assertEquals(List.of(), lanes.write("x"));
    }

    @Test
    void onlyWhatIsKnownToHaveReachedAProgramCountsAsAnAttempt() {
        for (int i = 0; i < 10; i++) {
            lanes.add("bad" + i, 8, KB);
            if (i == 0) {
                lanes.send("a");
            }
            lanes.write("bad" + i);
            lanes.lose("bad" + i);
        }
        assertEquals("none", letter(), "it may have been the line");
        for (int i = 0; i < 3; i++) {
            assertEquals("none", letter());
            lanes.add("poisoned" + i, 8, KB);
            lanes.write("poisoned" + i);
            lanes.credit("poisoned" + i, 1, 0);
            lanes.lose("poisoned" + i);
        }
        assertEquals("a@0 3 poisoned2 poisoned2 was lost", letter());
    }

    @Test
    void whoLeavesWithAMessageInHandHasMadeAnAttempt() {
        for (String receiver : List.of("x", "y", "z")) {
            lanes.add(receiver, 8, KB);
            if (receiver.equals("x")) {
                lanes.send("a", "b");
            }
            lanes.write(receiver);
            lanes.leave(receiver, 1, 0);
        }
        assertEquals("a@0 3 z z left", letter());
        assertEquals("none", letter(), "nobody had taken b");
    }

    @Test
    void anAnswerToALaterMessageSaysThatThoseBeforeItWereTaken() {
        Lanes strict = new Lanes(false, 1);
        strict.add("x", 8, KB);
        strict.send("a", "b", "c", "d");
        strict.write("x");
        strict.acked("x", 2, 2);
        strict.lose("x");
        DeadLetter a = Objects.requireNonNull(strict.sender.pollDeadLetter());
        assertEquals(0, a.place());
        assertNull(strict.sender.pollDeadLetter(), "c and d may never have been taken");
    }

    @Test
    void everyMessageOfABatchIsALetterOfItsOwn() {
        Lanes strict = new Lanes(false, 1);
        strict.add("x", 8, KB);
        strict.send("a", "bb", "ccc");
        strict.write("x");
        strict.leave("x", 3, 0);
        for (int i = 0; i < 3; i++) {
            DeadLetter letter = Objects.requireNonNull(strict.sender.pollDeadLetter());
            assertEquals(i, letter.place());
            assertEquals(i + 1, letter.to() - letter.from());
        }
        assertNull(strict.sender.pollDeadLetter());
    }

    @Test
    void aLargeLetterKeepsItsHeaders() {
        lanes.add("x", 8, 8 * KB);
        byte[] bytes = new byte[3_000];
        assertNotNull(sender.allow(3_005, 0));
        sender.seal(Batch.headed(bytes, 0, bytes.length));
        lanes.write("x");
        lanes.reject("x", 1);
        DeadLetter letter = Objects.requireNonNull(sender.pollDeadLetter());
        assertTrue(letter.headed());
        assertEquals(3_000, letter.to() - letter.from());
    }

    @Test
    void aSenderIsNotDrainedWhileNobodyHasItsDeadLetters() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        lanes.reject("x", 1);
        sender.done();
        assertEquals(List.of("DONE 1"), lanes.write("x"), "which the receiver need not wait for");
        lanes.finish("x");
        assertEquals("a@0 1 x no good to x", letter());
        assertFalse(sender.isDrained());
        assertEquals(1, sender.untaken());
        sender.buried(0);
        assertTrue(sender.isDrained());
    }

    @Test
    void nothingNewIsSentWhileTooManyWait() {
        lanes.add("x", 2_000, 64 * KB);
        for (int i = 0; i < DeadLetters.MAX_WAITING; i++) {
            lanes.send("m");
        }
        lanes.write("x");
        for (int i = 1; i <= DeadLetters.MAX_WAITING; i++) {
            lanes.reject("x", i);
        }
        assertNull(sender.allow(0, 0));
        assertFalse(sender.wakes());
        sender.buried(17);
        assertTrue(sender.wakes());
        assertNotNull(sender.allow(0, 0));
    }

    @Test
    void whatWasRejectedOnAFailedChannelIsADeadLetterAllTheSame() {
        lanes.add("x", 8, KB);
        lanes.send("a");
        lanes.write("x");
        sender.close(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "other", "why"));
        lanes.reject("x", 1);
        assertEquals("a@0 1 x no good to x", letter());
    }
}
