package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterOriginTest {
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    private static Headers travelled(DeadLetterOrigin origin) {
        byte[] message = Headers.ahead(origin.headers(), VALUE, 0, VALUE.length);
        Headers headers = Headers.read(message, 0, message.length);
        assertEquals(
                "value", new String(message, headers.end(), message.length - headers.end(), StandardCharsets.UTF_8));
        return headers;
    }

    @Test
    void whatADeadLetterSaysOfItselfArrives() {
        DeadLetterOrigin origin = new DeadLetterOrigin("work", "hub", "far", "no such customer", 3);
        assertEquals(Optional.of(origin), DeadLetterOrigin.of(travelled(origin).values()));
    }

    @Test
    void aReasonThatIsTooLongIsCutAndItsValueArrivesAllTheSame() {
        String reason = "ü".repeat(2_000);
        DeadLetterOrigin there = DeadLetterOrigin.of(travelled(new DeadLetterOrigin("work", "hub", "far", reason, 1))
                        .values())
                .orElseThrow();
        assertEquals(reason.substring(0, 400), there.reason().substring(0, 400));
    }

    @Test
    void otherHeadersSayNothingOfADeadLetter() {
        assertEquals(Optional.empty(), DeadLetterOrigin.of(Map.of("trace", "1")));
        assertEquals(
                0,
                DeadLetterOrigin.of(Map.of("dead-letter.channel", "work", "dead-letter.attempts", "many"))
                        .orElseThrow()
                        .attempts());
    }
}
