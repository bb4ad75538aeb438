package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.engine.EngineStatus;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Ledger;

/** What holds of a node after every step: credit is in order, and memory is within what was granted. */
final class Limits {
    private final SimulationOptions options;
    private final KeptWatch kept;

    Limits(SimulationOptions options) {
        this.options = options;
        this.kept = new KeptWatch(options);
    }

    /** What is promised of what links keep. */
    KeptWatch kept() {
        return kept;
    }

    void check(SimulatedNode node) {
        EngineStatus status = node.engine().status();
        kept.check(node, status);
        // One large message is admitted though windows fill the budget, or it might never be; credit that nobody uses
        // is no obstacle.
        long most = status.budgetBytes()
                + (1L + status.passedOver()) * Batch.wholeCost(options.work().maxMessageBytes())
                + (long) status.incomingStreams() * options.grants().initialBytes();
        if (status.reservedBytes() < 0 || status.reservedBytes() > most) {
            throw new ContractViolation(
                    node.name() + " has granted " + status.reservedBytes() + " bytes, of at most " + most);
        }
        long untaken = 0;
        for (Program program : node.residents().programs()) {
            switch (program) {
                case SenderProgram sender -> sender.sender().lanes().forEach(lane -> check(sender, lane.ledger()));
                case ReceiverProgram receiver -> untaken += check(receiver);
                default -> throw new IllegalStateException("no such program");
            }
        }
        if (untaken > status.reservedBytes()) {
            throw new ContractViolation(
                    node.name() + " holds " + untaken + " bytes and has granted " + status.reservedBytes());
        }
    }

    private long check(ReceiverProgram receiver) {
        long untaken = 0;
        for (InStream stream : receiver.receiver().streams()) {
            check(receiver, stream.ledger());
            if (receiver instanceof RendezvousReceiverProgram rendezvous) {
                if (stream.ledger().freeMessages() > rendezvous.mostTold()) {
                    throw new ContractViolation(receiver + " has given " + stream.sender() + " "
                            + stream.ledger().freeMessages() + " tickets, and no more than " + rendezvous.mostTold()
                            + " receives have ever waited");
                }
            } else if (stream.ledger().untakenMessages()
                    > receiver.channel.spec().capacity()) {
                throw new ContractViolation(receiver + " holds more than its capacity from " + stream.sender() + ": "
                        + stream.ledger().untakenMessages());
            }
            if (stream.state() == InStream.State.OPEN || stream.state() == InStream.State.ENDED) {
                untaken += stream.ledger().untakenBytes();
            }
        }
        return untaken;
    }

    private static void check(Program program, Ledger ledger) {
        boolean ordered = ledger.takenMessages() <= ledger.sentMessages()
                && ledger.sentMessages() <= ledger.messageLimit()
                && ledger.takenBytes() <= ledger.sentBytes()
                && ledger.sentBytes() <= ledger.byteLimit();
        if (!ordered) {
            throw new ContractViolation("the credit of a stream of " + program
                    + " is in disorder: messages taken, sent, allowed "
                    + ledger.takenMessages() + ", " + ledger.sentMessages() + ", " + ledger.messageLimit() + "; bytes "
                    + ledger.takenBytes() + ", " + ledger.sentBytes() + ", " + ledger.byteLimit());
        }
    }
}
