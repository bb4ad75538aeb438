package dev.strait.codec;

import org.jspecify.annotations.Nullable;

/**
 * Reads what one kind of place in the writer's schema holds, as one kind of place in the reader's type. Immutable once its plan is
 * built, so shared by all threads. The counterpart of {@link ValueWriter}, with the writer's {@code bias}.
 */
abstract class ValueReader {

    abstract @Nullable Object read(Input in);

    /** As {@link ValueWriter#self()}. */
    ValueReader self() {
        return this;
    }
}
