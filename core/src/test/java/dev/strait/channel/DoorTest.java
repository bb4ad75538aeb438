package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One plain call that waits for another without the channel's lock, step by step. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DoorTest {

    private static final String NOBODY = "0 sending, 0 receiving";

    private final Door door = new Door();
    private final LocalChannel<String> channel = new LocalChannel<>(door);

    @BeforeEach
    void aFirstUseOpensTheDoor() {
        assertNull(door.poll());
        assertSame(Signal.EMPTY, channel.tryTake());
        assertSame(Signal.EMPTY, door.poll());
    }

    @Test
    void aSendMeetsTheReceiveThatWaits() throws InterruptedException {
        Visitor receiver = enter(null);
        assertSame(Signal.EMPTY, door.poll());
        assertSame(Signal.ACCEPTED, door.offer("a"));
        assertEquals("a", receiver.awaitResult(Call.FOREVER));
        assertSame(Signal.FULL, door.offer("b"));
    }

    @Test
    void aReceiveMeetsTheSendThatWaits() throws InterruptedException {
        Visitor sender = enter("a");
        assertSame(Signal.FULL, door.offer("b"));
        assertEquals("a", door.poll());
        assertSame(Signal.ACCEPTED, sender.awaitResult(Call.FOREVER));
        assertSame(Signal.EMPTY, door.poll());
    }

    @Test
    void twoOfBothSidesThatComeAtOnceMeet() throws InterruptedException {
        Visitor receiver = enter(null);
        assertSame(Signal.ACCEPTED, enter("a").awaitResult(0));
        assertEquals("a", receiver.awaitResult(Call.FOREVER));
        Visitor sender = enter("b");
        assertEquals("b", enter(null).awaitResult(0));
        assertSame(Signal.ACCEPTED, sender.awaitResult(Call.FOREVER));
        assertSame(Signal.FULL, door.offer("c"), "nobody is left");
    }

    @Test
    void aSecondMustGetInLineBehindTheFirst() throws InterruptedException {
        Visitor first = enter(null);
        assertNull(door.enter(null));
        Call second = new Call();
        channel.lock();
        try {
            channel.receiveClause().enqueue(second, 0, null);
        } finally {
            channel.unlock();
        }
        assertNull(door.offer("a"), "with somebody in line the door is shut");
        assertSame(Signal.ACCEPTED, channel.tryPut("a"));
        assertEquals("a", first.awaitResult(Call.FOREVER));
        assertFalse(second.isDecided());
    }

    @Test
    void aCallThatHasGivenUpIsNobody() throws InterruptedException {
        Visitor receiver = enter(null);
        assertTrue(receiver.cancel());
        assertSame(Signal.FULL, door.offer("a"));
        Visitor sender = enter("b");
        assertTrue(sender.cancel());
        Visitor another = enter("c");
        assertEquals("c", door.poll());
        assertSame(Signal.ACCEPTED, another.awaitResult(Call.FOREVER));
        assertTrue(channel.toString().contains(NOBODY), channel::toString);
    }

    /** A sender that saw a call at the door, and comes to it only when the lock was taken meanwhile, and the call put in line. */
    @Test
    void aCallThatIsMetWhenItStandsInLineAlreadyIsNotLeftThere() throws InterruptedException {
        Visitor receiver = enter(null);
        assertTrue(channel.toString().contains("0 sending, 1 receiving"), "a look takes the lock");
        assertTrue(door.meet(receiver, "a"));
        assertEquals("a", receiver.awaitResult(Call.FOREVER));
        assertSame(Signal.EMPTY, door.poll(), "and the door is open again");
        assertTrue(channel.toString().contains(NOBODY), channel::toString);
    }

    @Test
    void theEndFindsTheCallAtTheDoorAndShutsItForGood() throws InterruptedException {
        Visitor receiver = enter(null);
        channel.done();
        assertSame(Signal.CLOSED, receiver.awaitResult(Call.FOREVER));
        assertFalse(door.meet(receiver, "a"), "one who had seen it comes too late");
        assertNull(door.offer("a"));
        assertNull(door.enter("a"));
        assertSame(Signal.CLOSED, channel.tryPut("a"));
    }

    private Visitor enter(@Nullable String offered) {
        Visitor visitor = door.enter(offered);
        assertNotNull(visitor);
        return Objects.requireNonNull(visitor);
    }
}
