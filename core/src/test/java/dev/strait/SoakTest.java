package dev.strait;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes minutes, and is left out unless asked for: {@code mvn -pl core -am test -Dstrait.soak=true}. */
@Tag("soak")
class SoakTest {
    @Test
    void aMinuteOfTenValuesASecondInSixtyFourMebibytesOfHeap() throws Exception {
        ProcessTest.slowly(60_000, 100);
    }
}
