package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel without a name: who sends, in which value its receiver travels, and who took it out of that. What is promised of it beyond what holds
 * of every channel: its sender is told that the receiver is gone only if it is, and a receiver ends cleanly only behind everything.
 */
final class UnnamedChannel {
    private final QueueSenderProgram maker;
    private final QueueSenderProgram sender;
    /** Which of the maker's values it is in; -1 if in none so far. */
    private int place = -1;

    private boolean abandoned;
    /** The receivers that programs have taken out of that value, each time that it was taken. */
    private final List<QueueReceiverProgram> receivers = new ArrayList<>();
    /** The last time that the value was taken; null if it was not. */
    private @Nullable Taking lastTaking;
    /** Whether the program that took it then left the receiver in it. */
    private boolean unclaimed;

    /**
     * Its receiver is here.
     *
     * @param maker in one of whose values the receiver is to travel
     * @param sender of the channel
     */
    UnnamedChannel(QueueSenderProgram maker, QueueSenderProgram sender) {
        this.maker = maker;
        this.sender = sender;
    }

    QueueSenderProgram maker() {
        return maker;
    }

    QueueSenderProgram sender() {
        return sender;
    }

    void enclosed(int sequence) {
        place = sequence;
    }

    /** Its maker closes the receiver, and has not sent it. */
    void abandon() {
        abandoned = true;
    }

    /** The value that it is in is taken, and the program has claimed this receiver in it; null if it has not claimed it. */
    void taken(Taking taking, @Nullable QueueReceiverProgram receiver) {
        lastTaking = taking;
        unclaimed = receiver == null;
        if (receiver != null) {
            receivers.add(receiver);
        }
    }

    /** A receiver has been told how the channel ended. */
    void ended(ReceiverProgram receiver, Closure closure, SentValues sent, boolean isHarmed) {
        switch (closure) {
            case Closure.Done _ -> {
                require(
                        sender.hasEnded() && sender.ending() == SenderProgram.Ending.DONE,
                        receiver + " ended cleanly though " + sender + " had not said done; it is " + sender.stage());
                requireComplete(receiver, sent);
            }
            case Closure.Failed failed -> {
                boolean explained = sender.hasEnded()
                        && failed.origin().equals(sender.node.name())
                        && failed.code() == code(sender.ending());
                require(explained, receiver + " was told of an error that " + sender + " did not make: " + failed);
                long missing = (long) sent.sealed() - sent.takings().distinct();
                require(
                        isHarmed || missing <= sent.settlements().counts().undelivered(),
                        receiver + " was told of " + failed + " ahead of values of " + sender);
            }
            case Closure.SendersLost lost ->
                require(
                        isHarmed && lost.nodes().equals(List.of(sender.node.name())),
                        receiver + " was told of lost senders: " + lost + ", and its sender is " + sender);
            case Closure.Left _, Closure.ReceiverGone _, Closure.Unreachable _ ->
                require(false, receiver + " ended with " + closure);
        }
    }

    private static @Nullable ErrorCode code(SenderProgram.Ending ending) {
        return switch (ending) {
            case ERROR -> ErrorCode.APPLICATION_ERROR;
            case WITHOUT_DONE -> ErrorCode.CLOSED_WITHOUT_DONE;
            case DONE, NEVER -> null;
        };
    }

    private void requireComplete(ReceiverProgram receiver, SentValues sent) {
        for (int sequence = 0; sequence < sent.sealed(); sequence++) {
            boolean there = sent.settlements().isProcessed(sequence)
                    || sent.takings().of(sequence).stream()
                            .anyMatch(each -> each.outcome() == Taking.Outcome.REJECTED
                                    || (each.by() == receiver && !each.isGivenBack()));
            require(
                    there,
                    receiver + " ended cleanly though " + sequence + " of " + sender
                            + " is not processed, and was taken "
                            + sent.takings().of(sequence));
        }
    }

    /** Its sender is told that nobody will ever take what it sends. */
    void requireGone(Closure.ReceiverGone gone, Settlements ofMaker) {
        Taking last = lastTaking;
        boolean closed = receivers.stream().anyMatch(ReceiverProgram::isOver);
        boolean left = unclaimed && last != null && last.outcome() == Taking.Outcome.ACKNOWLEDGED;
        boolean undelivered = place >= 0
                && (ofMaker.isDead(place)
                        || maker.channel.spec().atMostOnce()
                        || maker.queue().closure() != null
                        || maker.hasEnded());
        require(
                abandoned || sender.node.losses() > 0 || closed || left || undelivered,
                sender + " is told of " + gone + ", and its receiver has not gone: " + this);
    }

    @Override
    public String toString() {
        return "channel of " + sender + ", in value " + place + " of " + maker + ", taken out by " + receivers;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ContractViolation(otherwise);
        }
    }
}
