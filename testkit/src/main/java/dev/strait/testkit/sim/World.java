package dev.strait.testkit.sim;

/** What all parts of one simulation share. */
record World(
        SimulationOptions options,
        EventQueue queue,
        History history,
        Contract contract,
        Disturbances disturbances,
        Hazards hazards,
        Tampering tampering) {
    long now() {
        return queue.now();
    }
}
