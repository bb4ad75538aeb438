package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Standard} type. Names (of time zones, locales, currencies) are looked up in what the JDK brought with it, and never
 * name a class. Numbers that a program may turn into text are bounded, as their text can be far longer than they.
 */
final class StandardReader extends ValueReader {

    private static final int SECONDS_OF_A_DAY = 24 * 60 * 60;
    private static final int NANOS_OF_A_SECOND = 1_000_000_000;

    private final Standard kind;
    private final int bias;

    StandardReader(Standard kind, int bias) {
        this.kind = kind;
        this.bias = bias;
    }

    @Override
    @Nullable
    Object read(Input in) {
        try {
            if (kind.isCounted()) {
                int count = in.readCount(bias);
                return count < 0 ? null : readCounted(count, in);
            }
            return readNumbers(in);
        } catch (DateTimeException e) {
            throw malformed("out of its range", in);
        }
    }

    private Object readNumbers(Input in) {
        return switch (kind) {
            case INSTANT -> Instant.ofEpochSecond(in.readZigZagLong(), readNanos(in));
            case DURATION -> Duration.ofSeconds(in.readZigZagLong(), readNanos(in));
            case LOCAL_DATE -> readDate(in);
            case LOCAL_TIME -> readTime(in);
            case LOCAL_DATE_TIME -> readDateTime(in);
            case OFFSET_TIME -> OffsetTime.of(readTime(in), readOffset(in));
            case OFFSET_DATE_TIME -> OffsetDateTime.of(readDateTime(in), readOffset(in));
            // Not ofStrict: the rules of a zone change, and what must stay is the instant.
            case ZONED_DATE_TIME ->
                ZonedDateTime.ofInstant(readDateTime(in), readOffset(in), readZone(in.readCount(), in));
            case ZONE_OFFSET -> readOffset(in);
            case PERIOD -> Period.of(in.readZigZagInt(), in.readZigZagInt(), in.readZigZagInt());
            case YEAR -> Year.of(in.readZigZagInt());
            case YEAR_MONTH -> YearMonth.of(in.readZigZagInt(), in.readVarInt());
            case MONTH_DAY -> MonthDay.of(in.readVarInt(), in.readVarInt());
            case UUID_BITS -> new UUID(in.readLong(), in.readLong());
            case BIG_INTEGER, BIG_DECIMAL, ZONE_ID, URI_TEXT, LOCALE, CURRENCY ->
                throw new IllegalStateException("begins with a count: " + kind);
        };
    }

    private Object readCounted(int count, Input in) {
        return switch (kind) {
            case BIG_INTEGER -> readNumber(count, in);
            case BIG_DECIMAL -> {
                BigInteger digits = readNumber(count, in);
                int scale = in.readZigZagInt();
                if (scale < -Limits.MAX_SCALE || scale > Limits.MAX_SCALE) {
                    throw malformed("of scale " + scale + ", over the limit of " + Limits.MAX_SCALE, in);
                }
                yield new BigDecimal(digits, scale);
            }
            case ZONE_ID -> readZone(count, in);
            case URI_TEXT -> readUri(count, in);
            case LOCALE -> readLocale(count, in);
            case CURRENCY -> {
                String code = readName(count, in);
                try {
                    yield Currency.getInstance(code);
                } catch (IllegalArgumentException e) {
                    throw unknown(code, in);
                }
            }
            default -> throw new IllegalStateException("does not begin with a count: " + kind);
        };
    }

    private int readNanos(Input in) {
        return readBelow(NANOS_OF_A_SECOND, in);
    }

    private int readBelow(int bound, Input in) {
        int value = in.readVarInt();
        if (Integer.compareUnsigned(value, bound) >= 0) {
            throw malformed("out of its range", in);
        }
        return value;
    }

    private static LocalDate readDate(Input in) {
        return LocalDate.ofEpochDay(in.readZigZagLong());
    }

    private LocalTime readTime(Input in) {
        return LocalTime.ofSecondOfDay(readBelow(SECONDS_OF_A_DAY, in)).withNano(readNanos(in));
    }

    private LocalDateTime readDateTime(Input in) {
        return LocalDateTime.of(readDate(in), readTime(in));
    }

    private static ZoneOffset readOffset(Input in) {
        return ZoneOffset.ofTotalSeconds(in.readZigZagInt());
    }

    private ZoneId readZone(int count, Input in) {
        String id = readName(count, in);
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw unknown(id, in);
        }
    }

    private BigInteger readNumber(int count, Input in) {
        if (count > Limits.MAX_NUMBER_BYTES) {
            throw malformed("of " + count + " bytes, over the limit of " + Limits.MAX_NUMBER_BYTES, in);
        }
        byte[] bytes = in.readBytes(count);
        if (count == 0 || (count > 1 && bytes[0] == bytes[1] >> (Byte.SIZE - 1))) {
            throw malformed("not in its shortest form", in);
        }
        return new BigInteger(bytes);
    }

    private URI readUri(int count, Input in) {
        try {
            return new URI(in.readText(count));
        } catch (URISyntaxException e) {
            throw malformed("not one: " + e.getReason(), in);
        }
    }

    private Locale readLocale(int count, Input in) {
        String tag = readName(count, in);
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (StandardWriter.isWhatItsTagSays(locale)) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            // As for a tag that stands for nothing.
        }
        throw unknown(tag, in);
    }

    private String readName(int count, Input in) {
        if (count > Limits.MAX_NAME_BYTES) {
            throw malformed("of " + count + " bytes, over the limit of " + Limits.MAX_NAME_BYTES, in);
        }
        return in.readText(count);
    }

    private DecodeFailed unknown(String name, Input in) {
        return malformed("none that this program knows" + (SchemaForm.isPrintable(name) ? ": '" + name + "'" : ""), in);
    }

    private DecodeFailed malformed(String what, Input in) {
        return in.malformed("a " + kind.type.getSimpleName() + " is " + what);
    }
}
