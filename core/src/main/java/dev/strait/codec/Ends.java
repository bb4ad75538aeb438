package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import org.jspecify.annotations.Nullable;

/**
 * The writer, the reader and the skipper of ends of channels. On the wire an end is a number, and what it refers to is known to whoever
 * set the {@link Output.Carrier} and the {@link Input.Arrivals}.
 */
final class Ends {

    private Ends() {}

    static final class EndWriter extends ValueWriter {
        private final String place;
        private final Class<?> type;
        private final Resolved element;
        private final ElementCodecs codecs;

        EndWriter(String place, Resolved declared, ElementCodecs codecs) {
            this.place = place;
            this.type = declared.raw();
            this.element = declared.arguments().getFirst();
            this.codecs = codecs;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                throw isNull(place);
            }
            Output.Carrier carrier = out.carrier();
            if (carrier == null) {
                throw new EncodeFailed(place + ": a " + type.getSimpleName()
                        + " travels only in a value that is sent to another node, over a channel with a buffer;"
                        + " give that channel a capacity of at least 1, or send the name of a channel");
            }
            long number = carrier.carry(type.cast(value), codecs.of(element));
            if (number < 0) {
                throw new IllegalStateException("the number of an end is negative: " + number);
            }
            out.writeVarLong(number);
        }
    }

    static final class EndReader extends ValueReader {
        private final Class<?> type;
        private final Resolved element;
        private final ElementCodecs codecs;

        EndReader(Resolved declared, ElementCodecs codecs) {
            this.type = declared.raw();
            this.element = declared.arguments().getFirst();
            this.codecs = codecs;
        }

        @Override
        Object read(Input in) {
            long number = readNumber(in);
            Input.Arrivals arrivals = in.arrivals();
            if (arrivals == null) {
                throw new DecodeFailed("the value holds a " + type.getSimpleName()
                        + ", and such a value can be received only from another node, over a channel with a buffer");
            }
            return arrivals.arrived(number, codecs.of(element));
        }
    }

    /** Passes over an end; nobody is told that it came. */
    static final class EndSkipper extends ValueReader {

        @Override
        @Nullable
        Object read(Input in) {
            readNumber(in);
            return null;
        }
    }

    private static long readNumber(Input in) {
        long number = in.readVarLong();
        if (number < 0) {
            throw in.malformed("the number of an end is over 2^63");
        }
        return number;
    }
}
