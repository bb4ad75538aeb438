package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SharedSchemasTest {
    private final SharedSchemas schemas = new SharedSchemas();

    @Test
    void equalSchemasAreOneArrayUntilTheLastStreamIsOver() {
        byte[] first = {1, 2, 3};
        assertSame(first, schemas.keep(first));
        assertSame(first, schemas.keep(new byte[] {1, 2, 3}));
        assertEquals(3, schemas.bytes());
        schemas.release(first);
        assertEquals(3, schemas.bytes());
        schemas.release(first);
        assertEquals(0, schemas.bytes());
    }

    @Test
    void theLimitCountsDifferentSchemasAndNotTheReceiversOwn() {
        byte[] most = new byte[SharedSchemas.MAX_BYTES];
        assertSame(most, schemas.keep(most));
        assertSame(most, schemas.keep(most.clone()));
        assertNull(schemas.keep(new byte[] {1}));
        byte[] own = {};
        assertSame(own, schemas.keep(own));
        schemas.release(most);
        schemas.release(most);
        byte[] other = {1};
        assertSame(other, schemas.keep(other));
    }
}
