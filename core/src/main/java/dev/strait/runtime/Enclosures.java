package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Output;
import dev.strait.error.EncodeFailed;
import dev.strait.wire.dispatch.QueueSenderEnd;
import java.util.ArrayList;
import java.util.List;

/** Collects the receivers that the value being encoded holds. For one sender end and one thread at a time. */
final class Enclosures implements Output.Carrier {
    private final RemoteSender<?> by;
    private List<QueueSenderEnd> ends = List.of();

    /** For values that this end sends. */
    Enclosures(RemoteSender<?> by) {
        this.by = by;
    }

    /** The senders whose receivers were in the values encoded since the last call, each once. */
    List<QueueSenderEnd> take() {
        List<QueueSenderEnd> taken = ends;
        ends = List.of();
        return taken;
    }

    @Override
    public long carry(Object end, Codec<?> elements) {
        if (!(end instanceof Enclosable enclosable)) {
            throw new EncodeFailed(
                    "a " + end + " does not travel in a value; only one that node.channel(...) has made does, once");
        }
        RemoteSender<?> sender = enclosable.sender();
        if (sender.access != by.access || sender == by) {
            throw new EncodeFailed(
                    "the receiver of a channel without a name travels in a value of another channel, sent by the node that has made it; this is "
                            + (sender == by ? "its own channel" : "another node of the same process"));
        }
        if (!sender.codec.schema().equals(elements.schema())) {
            throw new EncodeFailed("the receiver is declared to receive " + elements.schema() + " in channel '"
                    + by.channel + "', but its sender sends " + sender.codec.schema()
                    + "; make its channel with the codec of the declared type");
        }
        QueueSenderEnd queue = (QueueSenderEnd) sender.end;
        if (ends.contains(queue)) {
            throw new EncodeFailed("a value holds the same receiver twice; it can be sent once");
        }
        ends = ends.isEmpty() ? new ArrayList<>(2) : ends;
        ends.add(queue);
        return queue.ref().number();
    }
}
