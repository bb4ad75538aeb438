/** Small programs that use the public API as a newcomer would. */
module dev.strait.examples {
    requires dev.strait.core;
    requires static org.jspecify;

    exports dev.strait.examples;

    // The codec makes the records that travel.
    opens dev.strait.examples to
            dev.strait.core;
}
