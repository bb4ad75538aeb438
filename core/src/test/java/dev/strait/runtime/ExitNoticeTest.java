package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What of a notice can be seen while the JVM lives. */
class ExitNoticeTest {
    @Test
    void aNoticeThatIsDisarmedIsAHookNoMore() {
        AtomicInteger told = new AtomicInteger();
        ExitNotice notice = new ExitNotice("exit-test", told::incrementAndGet);
        notice.disarm();
        notice.arm();
        assertThrows(IllegalArgumentException.class, notice::arm, "it is a hook already");
        notice.disarm();
        notice.arm();
        notice.disarm();
        assertEquals(0, told.get());
    }
}
