package dev.strait;

import dev.strait.error.PartlySent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** A thread of a soak: does one call after the other, each of a random kind on random channels, until it is stopped. */
final class SoakActor implements Runnable {

    /** A channel, or two ends of one. */
    record Lane(String name, Sender<Long> sender, Receiver<Long> receiver) {}

    private final int number;
    private final List<Lane> lanes;
    private final SoakLedger ledger;
    private final Random random;
    private volatile boolean stopped;
    private volatile long calls;
    private volatile Throwable failure;

    SoakActor(int number, List<Lane> lanes, SoakLedger ledger, long seed) {
        this.number = number;
        this.lanes = lanes;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** No further calls; the one that it is in goes on until it is interrupted. */
    void stop() {
        stopped = true;
    }

    long calls() {
        return calls;
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                try {
                    call();
                } catch (InterruptedException e) {
                    // Whoever interrupts means the call; a value that it had in hand is settled by then.
                }
                calls++;
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void call() throws InterruptedException {
        Lane lane = lane();
        switch (random.nextInt(11)) {
            case 0 -> send(lane.sender());
            case 1 -> settle(lane.sender(), false);
            case 2 -> settle(lane.sender(), true);
            case 3 -> sendAll(lane.sender());
            case 4 -> ledger.received(lane.receiver().receive());
            case 5 -> settle(lane.receiver().receive(moment()));
            case 6 -> settle(lane.receiver().tryReceive());
            case 7 -> receiveAll(lane.receiver());
            case 8 -> select(Wait.FOREVER);
            case 9 -> select(Wait.A_MOMENT);
            default -> select(Wait.NOT);
        }
    }

    private Lane lane() {
        return lanes.get(random.nextInt(lanes.size()));
    }

    private Duration moment() {
        return Duration.ofNanos(random.nextInt(random.nextBoolean() ? 5_000 : 2_000_000));
    }

    private void send(Sender<Long> sender) throws InterruptedException {
        long value = ledger.issue(number);
        boolean sent = false;
        try {
            sender.send(value);
            sent = true;
        } finally {
            if (!sent) {
                ledger.notSent(value);
            }
        }
    }

    private void settle(Sender<Long> sender, boolean timed) throws InterruptedException {
        long value = ledger.issue(number);
        boolean sent = false;
        try {
            Sent outcome = timed ? sender.send(value, moment()) : sender.trySend(value);
            sent = outcome instanceof Sent.Accepted;
        } finally {
            if (!sent) {
                ledger.notSent(value);
            }
        }
    }

    private void sendAll(Sender<Long> sender) throws InterruptedException {
        List<Long> values = new ArrayList<>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            values.add(ledger.issue(number));
        }
        long sent = 0;
        try {
            sender.sendAll(values);
            sent = values.size();
        } catch (PartlySent e) {
            sent = e.sent();
            Thread.interrupted();
            if (!(e.getCause() instanceof InterruptedException)) {
                throw e;
            }
        } finally {
            Iterator<Long> others = values.listIterator((int) sent);
            others.forEachRemaining(ledger::notSent);
        }
    }

    private void settle(Received<Long> received) {
        if (received instanceof Received.Value<Long>(Long value)) {
            ledger.received(value);
        }
    }

    private void receiveAll(Receiver<Long> receiver) throws InterruptedException {
        List<Long> values = new ArrayList<>();
        receiver.receiveAll(values, random.nextInt(1, 9), moment());
        values.forEach(ledger::received);
    }

    private enum Wait {
        NOT,
        A_MOMENT,
        FOREVER
    }

    /** Two to four clauses; what was to be sent and is not is settled, whichever clause was carried out, or none. */
    private void select(Wait wait) throws InterruptedException {
        List<Long> unsent = new ArrayList<>();
        Select<Void> select = Select.of();
        for (int i = random.nextInt(2, 5); i > 0; i--) {
            Lane lane = lane();
            if (random.nextBoolean()) {
                long value = ledger.issue(number);
                unsent.add(value);
                select.send(lane.sender(), value, () -> {
                    unsent.remove(value);
                    return null;
                });
            } else {
                select.receive(lane.receiver(), value -> {
                    ledger.received(value);
                    return null;
                });
            }
        }
        try {
            switch (wait) {
                case NOT -> select.tryChoose();
                case A_MOMENT -> select.choose(moment());
                case FOREVER -> select.choose();
            }
        } finally {
            unsent.forEach(ledger::notSent);
        }
    }
}
