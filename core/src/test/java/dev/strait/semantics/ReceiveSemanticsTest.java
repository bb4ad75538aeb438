package dev.strait.semantics;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.error.ChannelClosed;

/** Cells of the table "receive". */
class ReceiveSemanticsTest extends ReceiveCells {

    @Override
    Received<Integer> receive(Receiver<Integer> from) throws InterruptedException {
        try {
            return new Received.Value<>(from.receive());
        } catch (ChannelClosed thrown) {
            return new Received.Closed<>(thrown);
        }
    }
}
