package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import java.time.Duration;

/** Cells of the table "timed send". */
class TimedSendSemanticsTest extends SendCells {
    private static final Duration ENOUGH_TO_LEAVE = Duration.ofMillis(300);

    @Override
    Sent send(Sender<Integer> to, int value) throws InterruptedException {
        return to.send(value, LONG);
    }

    @Override
    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        super.open(channel);
        if (channel.isRemote() && channel.isRendezvous()) {
            Task<Sent> out = channel.takenUnheard(2, () -> channel.sender().send(2, ENOUGH_TO_LEAVE));
            out.awaitBlockedWithoutLimit();
            channel.nodes().releaseAnswers();
            accepted(out.get());
        }
    }

    @Override
    void wouldWait(Sender<Integer> to) throws InterruptedException {
        assertEquals(new Sent.Full(), to.send(-1, SHORT));
        assertEquals(new Sent.Full(), to.send(-1, Duration.ZERO));
        assertEquals(new Sent.Full(), to.send(-1, Duration.ofSeconds(-1)));
    }
}
