/** The simulator of whole clusters, the world it is made of for other protocols, and a network in memory with faults for programs that block. */
module dev.strait.testkit {
    requires transitive dev.strait.core;
    requires dev.strait.wire;
    requires static org.jspecify;

    exports dev.strait.testkit.network;
    exports dev.strait.testkit.sim;
    exports dev.strait.testkit.virtual;
}
