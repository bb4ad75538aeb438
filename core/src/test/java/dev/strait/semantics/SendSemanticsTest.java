package dev.strait.semantics;

import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.error.ChannelClosed;

/** Cells of the table "send". */
class SendSemanticsTest extends SendCells {

    @Override
    Sent send(Sender<Integer> to, int value) throws InterruptedException {
        try {
            to.send(value);
            return new Sent.Accepted();
        } catch (ChannelClosed thrown) {
            return new Sent.Closed(thrown);
        }
    }
}
