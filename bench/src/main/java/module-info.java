/** Programs that measure Strait beside the raw limit of the machine. */
module dev.strait.bench {
    requires dev.strait.core;
    requires dev.strait.wire;
    requires java.logging;
    requires static org.jspecify;

    opens dev.strait.bench to
            dev.strait.core;
}
