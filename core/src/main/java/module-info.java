/** Typed channels that span machines: the library that a program adds to its build. */
@SuppressWarnings("module") // the testkit is built after core, and need not be there
module dev.strait.core {
    requires dev.strait.wire;
    requires static org.jspecify;

    exports dev.strait;
    exports dev.strait.codec;
    exports dev.strait.error;
    exports dev.strait.transport to
            dev.strait.testkit;
    exports dev.strait.transport.memory to
            dev.strait.testkit;
}
