package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offered;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.RendezvousReceiverEnd;
import dev.strait.wire.mux.Batches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program that receives from a rendezvous: as many values as it was told to wait for; what comes beyond them goes back. */
final class Takes {
    final RendezvousReceiverEnd end;
    final List<String> taken = new ArrayList<>();
    /** How often the engine said that there is something to look at. */
    int wakes;

    private final Player player;
    private int receives;
    private boolean holding;

    Takes(Player player, ReceiverEnd end) {
        this.player = player;
        this.end = (RendezvousReceiverEnd) end;
    }

    /** So many more receives wait. */
    Takes receive(int count) {
        receives += count;
        player.engine.waiting(end, receives, player.cluster.now);
        decide();
        player.cluster.run();
        return this;
    }

    /** All receives that wait give up. */
    void giveUp() {
        receives = 0;
        player.engine.waiting(end, 0, player.cluster.now);
        player.cluster.run();
    }

    /** From now on decides nothing until {@link #decideNow}. */
    Takes hold() {
        holding = true;
        return this;
    }

    /** Decides what was held, and whatever comes. */
    void decideNow() {
        holding = false;
        decide();
        player.cluster.run();
    }

    void wake() {
        wakes++;
        decide();
    }

    private void decide() {
        if (holding) {
            return;
        }
        for (Offered offered : end.offered()) {
            if (receives == 0) {
                player.engine.giveBack(end, offered, player.cluster.now);
            } else if (player.engine.take(end, offered, player.cluster.now)) {
                taken.addAll(Batches.read(offered.parcel()));
                receives--;
                player.engine.waiting(end, receives, player.cluster.now);
            }
        }
    }

    /** Receives that still wait. */
    int waiting() {
        return receives;
    }

    void close() {
        player.engine.closeReceiver(end, player.cluster.now);
        player.cluster.run();
    }

    @Nullable
    Closure closure() {
        return end.closure();
    }

    String text() {
        return String.join(" ", taken);
    }
}
