/** The command line {@code strait}. */
module dev.strait.cli {
    requires dev.strait.core;
    requires dev.strait.examples;
    requires dev.strait.testkit;
    requires info.picocli;
    requires java.logging;
    requires tools.jackson.databind;
    requires static org.jspecify;

    opens dev.strait.cli to
            info.picocli;
    opens dev.strait.cli.demo to
            dev.strait.core,
            info.picocli;
}
