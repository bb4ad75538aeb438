package dev.strait.testkit.virtual;

/** The hosts in the places of a network, as faults see them: what the world's owner can do to them that a {@link Host} alone cannot. */
public interface Hosts {
    /** The host that is in a place, or was last; never null. */
    Host at(int place);

    /** Puts a new host in the place of a crashed one, and starts it. */
    void restart(int place);

    /** Whether whoever crashes in a place is started again always, not only mostly. */
    default boolean comesBack(int place) {
        return false;
    }

    /**
     * Has somebody who uses what runs on the hosts take nothing for so long. Does nothing unless overridden.
     *
     * @param dice says who
     * @return whether there was anybody
     */
    default boolean stall(Dice dice, long nanos) {
        return false;
    }

    /** How long writes are that are not worth being cut, as they carry no more than a sign of life, in bytes; 0 by default. */
    default int signOfLifeBytes() {
        return 0;
    }
}
