import dev.strait.bench.raw.RawSystem;
import dev.strait.bench.spi.SystemUnderTest;
import dev.strait.bench.strait.StraitOverTcp;
import dev.strait.bench.strait.StraitSystem;

/** Programs that measure Strait beside the raw limit of the machine. */
module dev.strait.bench {
    requires dev.strait.core;
    requires java.logging;
    requires java.management;
    requires jdk.management;
    requires static org.jspecify;

    exports dev.strait.bench.spi;

    opens dev.strait.bench.spi to
            dev.strait.core;

    uses SystemUnderTest;

    provides SystemUnderTest with
            RawSystem,
            StraitOverTcp,
            StraitSystem;
}
