package dev.strait.wire.engine;

import dev.strait.wire.directory.RefusalCode;
import dev.strait.wire.directory.SchemaOf;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import java.util.List;

/** What the engine asks of, or tells to, the one who drives it. Pulled with {@link NodeEngine#poll}. */
public sealed interface EngineEvent {
    /** Make a connection to this address and answer {@link NodeEngine#dialled} or {@link NodeEngine#dialFailed}. */
    record Dial(long dial, String address) implements EngineEvent {}

    /**
     * The connection has something to write: call {@link NodeEngine#transmit}, again and again until a transmission is not full. Said once
     * until then.
     */
    record Write(long connection) implements EngineEvent {}

    /**
     * The connection has something to write to which more may be added before long, a batch in the making or a short one: call
     * {@link NodeEngine#transmit} when it has waited long enough. Said once until a transmission finds nothing that lingers.
     */
    record Linger(long connection) implements EngineEvent {}

    /**
     * The program is about to wait, and so adds nothing more to what lingers on this connection: it is better written now. Said once until the
     * next {@link NodeEngine#transmit}, which takes with it what other programs wait for too.
     */
    record Flush(long connection) implements EngineEvent {}

    /** Write what is left for the connection, then close it. */
    record Disconnect(long connection) implements EngineEvent {}

    /**
     * A program that waits on this sender should look again. At a sender of a rendezvous channel: a ticket or bytes have come, or the end
     * was closed or is unreachable, and the program was told that it has none ({@link NodeEngine#prepare} gave null) or waits
     * ({@link NodeEngine#waiting(SenderEnd, int, long)}); said again with every such change while it waits.
     */
    record CanSend(SenderEnd sender) implements EngineEvent {}

    /**
     * A program that waits on this receiver should look again. At a receiver of a rendezvous channel, whether somebody waits or not: an
     * offer has arrived, the end is over, or no send waits for it any more.
     */
    record CanReceive(ReceiverEnd receiver) implements EngineEvent {}

    /** An offer has got its verdict; said once for every offer that was sent. */
    record Settled(SenderEnd sender, Offer offer, Verdict verdict) implements EngineEvent {}

    /** What became of messages of a sender that asked to be told. */
    record Answered(SenderEnd sender, Answer answer) implements EngineEvent {}

    /** A message is not sent again: hand it over to whoever gets dead letters, and answer {@link NodeEngine#buried}. */
    record DeadLettered(SenderEnd sender, DeadLetter letter) implements EngineEvent {}

    /** Report what has been taken so far of the parcel in hand. */
    record ReportTaken(ReceiverEnd receiver) implements EngineEvent {}

    /** A receiver that had come in a message is closed: the message was given back, or nobody has taken the receiver out of it. */
    record Forsaken(ReceiverEnd receiver) implements EngineEvent {}

    /** The time has come that {@link NodeEngine#remind} named. */
    record Remind(ReceiverEnd receiver) implements EngineEvent {}

    /** A batch in the making has nobody to wait for: seal it. */
    record Seal(SenderEnd sender) implements EngineEvent {}

    /** The end is open. */
    record Opened(EndRef end) implements EngineEvent {}

    /** The channel has types that this node has not compared: answer {@link NodeEngine#checked} or {@link NodeEngine#withdraw}. */
    record Compare(EndRef end, List<SchemaOf> schemas) implements EngineEvent {}

    /** The end was refused and is forgotten; not said of one that was open before, which fails. */
    record Refused(EndRef end, RefusalCode code, String text) implements EngineEvent {}

    /** The sender has been ended by its program, and nothing of it is under way any more. */
    record Drained(SenderEnd sender) implements EngineEvent {}

    /** This node is registered with the directory. */
    record Attached(String directory) implements EngineEvent {}

    /** The link to the directory is lost; it is dialled again. */
    record Detached(String reason) implements EngineEvent {}

    /**
     * An attempt to reach the directory failed.
     *
     * @param isFinal whether another attempt could not end otherwise
     */
    record JoinFailed(String address, String reason, boolean isFinal) implements EngineEvent {}

    /** A link changed its state: one line for the log, at INFO. */
    record LinkChanged(String text) implements EngineEvent {}

    /** Something is wrong that no call reports: one line for the log, at WARNING. */
    record Warning(ErrorCode code, String text) implements EngineEvent {}
}
