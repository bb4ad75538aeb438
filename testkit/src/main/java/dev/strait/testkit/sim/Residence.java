package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Host;
import dev.strait.testkit.virtual.Hosts;
import java.util.List;

/** The nodes of a cluster, with those who use them, as faults see them. */
final class Residence implements Hosts {
    /** As long as PING and ACK together. */
    private static final int SIGN_OF_LIFE_BYTES = 40;

    private final Cluster cluster;
    private final Workload workload;

    Residence(Cluster cluster, Workload workload) {
        this.cluster = cluster;
        this.workload = workload;
    }

    @Override
    public Host at(int place) {
        return cluster.node(place);
    }

    @Override
    public void restart(int place) {
        workload.restarted(cluster.restart(place));
    }

    /** The directory's node does. */
    @Override
    public boolean comesBack(int place) {
        return place == 0;
    }

    @Override
    public boolean stall(Dice dice, long nanos) {
        List<QueueReceiverProgram> receivers = workload.takingReceivers();
        if (receivers.isEmpty()) {
            return false;
        }
        dice.pick(receivers).stall(nanos);
        return true;
    }

    @Override
    public int signOfLifeBytes() {
        return SIGN_OF_LIFE_BYTES;
    }
}
