package dev.strait.codec;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of one declared type and of the channels whose ends its values hold. Each is made when it is first asked for, and kept: a type
 * may hold ends of channels of itself, and however deep those lead, there is one codec for each type.
 */
final class ElementCodecs {

    private final MethodHandles.@Nullable Lookup lookup;
    private final Map<Resolved, Codec<?>> made = new ConcurrentHashMap<>();

    /** Makes an empty collection; the lookup, that of the declared type, is what all of them reach records through. */
    ElementCodecs(MethodHandles.@Nullable Lookup lookup) {
        this.lookup = lookup;
    }

    MethodHandles.@Nullable Lookup lookup() {
        return lookup;
    }

    Codec<?> of(Resolved type) {
        Codec<?> known = made.get(type);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent, which holds a lock meanwhile: classes of the program may be initialised here.
        Codec<?> codec = type.raw() == byte[].class ? Codec.bytes() : RecordCodec.build(type, this);
        Codec<?> first = made.putIfAbsent(type, codec);
        return first != null ? first : codec;
    }
}
