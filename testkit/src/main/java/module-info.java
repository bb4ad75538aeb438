/** Simulated and in-memory networks with faults, and the contract tests of each seam. */
module dev.strait.testkit {
    requires dev.strait.core;
    requires dev.strait.wire;
    requires static org.jspecify;

    exports dev.strait.testkit.network;
    exports dev.strait.testkit.sim;
}
