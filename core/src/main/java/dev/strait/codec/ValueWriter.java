package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import org.jspecify.annotations.Nullable;

/**
 * Writes what stands at one kind of place. Immutable once its plan is built, so shared by all threads.
 *
 * <p>Where null is allowed ({@code bias} 1), a type that begins with a count or an index writes it raised by one, and null as
 * 0; that costs no byte. Other types are preceded by a byte 0 or 1 ({@link Writers.OrNullWriter}).
 */
abstract class ValueWriter {

    abstract void write(@Nullable Object value, Output out);

    /**
     * The writer to call in place of this one: another only for one that stands for a record inside itself. Asked at every call,
     * so that nesting costs no frame of the stack for the stand-in.
     */
    ValueWriter self() {
        return this;
    }

    static EncodeFailed isNull(String place) {
        return new EncodeFailed(
                place + " is null; null can be sent only as a record component, so leave it out, or declare"
                        + " an Optional");
    }
}
