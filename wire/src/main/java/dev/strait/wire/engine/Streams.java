package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.Returned;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.StreamFrame;
import dev.strait.wire.frame.Taken;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Want;
import dev.strait.wire.frame.Withdraw;
import dev.strait.wire.mux.Place;

/** Hands every frame about a stream to the side that it concerns. Not thread-safe. */
final class Streams {
    private final SenderStreams senders;
    private final ReceiverStreams receivers;

    Streams(SenderStreams senders, ReceiverStreams receivers) {
        this.senders = senders;
        this.receivers = receivers;
    }

    /** Takes in a frame about a stream. */
    void receive(Link link, StreamFrame frame, long nowNanos) {
        if (frame instanceof Fragment fragment) {
            if (link.isAgain(fragment.head())) {
                again(link, fragment);
                return;
            }
        } else {
            link.requireNothingInterrupted();
        }
        if (!(frame instanceof Open || frame instanceof Enclosed)
                && frame.type().by() == FrameType.By.SENDER
                && link.refused.contains(frame.stream())) {
            ReceiverStreams.refused(link, frame);
            return;
        }
        switch (frame) {
            case Open open -> receivers.opened(link, open);
            case Enclosed enclosed -> receivers.enclosed(link, enclosed);
            case Data data -> receivers.data(link, data);
            case Fragment fragment -> receivers.fragment(link, fragment);
            case Want want -> receivers.want(link, want, nowNanos);
            case Withdraw withdraw -> receivers.withdrawn(link, withdraw);
            case Waiting waiting -> receivers.waiting(link, waiting);
            case Done done -> receivers.done(link, done);
            case Mark mark -> receivers.mark(link, mark);
            case StreamError error -> receivers.failed(link, error);
            case Left left -> receivers.left(link, left);
            case Credit credit -> senders.credit(link, credit, nowNanos);
            case Acked acked -> senders.acknowledged(link, acked);
            case Nack nack -> senders.nacked(link, nack, nowNanos);
            case Reject reject -> senders.rejected(link, reject);
            case Taken taken -> senders.decided(link, taken, taken.number(), Verdict.TAKEN);
            case Returned returned -> senders.decided(link, returned, returned.number(), Verdict.RETURNED);
            case Finished finished -> senders.finished(link, finished);
            case Leave leave -> senders.left(link, leave);
        }
    }

    /** Takes in what is ahead of the content of a fragment. */
    void begin(Link link, FragmentHead head) {
        if (!link.isAgain(head) && !link.refused.contains(head.stream())) {
            receivers.begin(link, head);
        }
        link.begun(head);
    }

    /** The content of a fragment that had begun is in its place. */
    void arrived(Link link, FragmentHead head) {
        link.arrived();
        if (!link.refused.contains(head.stream())) {
            receivers.arrived(link, head);
        }
    }

    /** A fragment has come as a whole of which a part had come before its connection was lost. */
    private void again(Link link, Fragment fragment) {
        Place place = ReceiverStreams.place(link, fragment.head());
        if (place != null) {
            System.arraycopy(fragment.array(), fragment.from(), place.array(), place.at(), fragment.length());
        }
        arrived(link, fragment.head());
    }

    /** The session that carried the link is lost: so is every stream on it. */
    void lost(Link link, String why) {
        senders.lost(link, why);
        receivers.lost(link);
    }
}
