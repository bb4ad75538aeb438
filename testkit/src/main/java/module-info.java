/** The simulator of whole clusters, and a network in memory with faults for programs that block. */
module dev.strait.testkit {
    requires transitive dev.strait.core;
    requires dev.strait.wire;
    requires static org.jspecify;

    exports dev.strait.testkit.network;
    exports dev.strait.testkit.sim;
}
