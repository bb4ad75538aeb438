package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.EventQueue;
import dev.strait.testkit.virtual.History;

/** What all parts of one simulation share. */
record World(
        SimulationOptions options,
        EventQueue queue,
        History history,
        Contract contract,
        Hazards hazards,
        UnnamedChannels unnamed,
        Tampering tampering) {
    long now() {
        return queue.now();
    }
}
