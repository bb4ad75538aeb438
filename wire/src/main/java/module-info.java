/**
 * The protocol of Strait as pure state machines: no clock, no threads, no sockets, no randomness of their own. Depends on
 * {@code java.base} alone.
 */
module dev.strait.wire {
    requires static org.jspecify;

    exports dev.strait.wire.directory;
    exports dev.strait.wire.frame;
    exports dev.strait.wire.mux;
    exports dev.strait.wire.session;
    exports dev.strait.wire.dispatch;
    exports dev.strait.wire.engine;
}
