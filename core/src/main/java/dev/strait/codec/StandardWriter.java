package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
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
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Standard} type. What is refused here is what {@link StandardReader} would refuse. */
final class StandardWriter extends ValueWriter {

    private final Standard kind;
    private final int bias;
    private final String place;

    StandardWriter(Standard kind, int bias, String place) {
        this.kind = kind;
        this.bias = bias;
        this.place = place;
    }

    @Override
    void write(@Nullable Object value, Output out) {
        if (value == null) {
            Writers.writeNull(bias, place, out);
            return;
        }
        switch (kind) {
            case INSTANT -> {
                Instant instant = (Instant) value;
                out.writeZigZagLong(instant.getEpochSecond());
                out.writeVarInt(instant.getNano());
            }
            case DURATION -> {
                Duration duration = (Duration) value;
                out.writeZigZagLong(duration.getSeconds());
                out.writeVarInt(duration.getNano());
            }
            case LOCAL_DATE -> out.writeZigZagLong(((LocalDate) value).toEpochDay());
            case LOCAL_TIME -> write((LocalTime) value, out);
            case LOCAL_DATE_TIME -> write((LocalDateTime) value, out);
            case OFFSET_TIME -> {
                write(((OffsetTime) value).toLocalTime(), out);
                write(((OffsetTime) value).getOffset(), out);
            }
            case OFFSET_DATE_TIME -> {
                write(((OffsetDateTime) value).toLocalDateTime(), out);
                write(((OffsetDateTime) value).getOffset(), out);
            }
            case ZONED_DATE_TIME -> {
                ZonedDateTime time = (ZonedDateTime) value;
                write(time.toLocalDateTime(), out);
                write(time.getOffset(), out);
                write(time.getZone(), 0, out);
            }
            case ZONE_ID -> write((ZoneId) value, bias, out);
            case ZONE_OFFSET -> write((ZoneOffset) value, out);
            case PERIOD -> {
                Period period = (Period) value;
                out.writeZigZagInt(period.getYears());
                out.writeZigZagInt(period.getMonths());
                out.writeZigZagInt(period.getDays());
            }
            case YEAR -> out.writeZigZagInt(((Year) value).getValue());
            case YEAR_MONTH -> {
                out.writeZigZagInt(((YearMonth) value).getYear());
                out.writeVarInt(((YearMonth) value).getMonthValue());
            }
            case MONTH_DAY -> {
                out.writeVarInt(((MonthDay) value).getMonthValue());
                out.writeVarInt(((MonthDay) value).getDayOfMonth());
            }
            case UUID_BITS -> {
                out.writeLong(((UUID) value).getMostSignificantBits());
                out.writeLong(((UUID) value).getLeastSignificantBits());
            }
            case BIG_INTEGER -> write((BigInteger) value, out);
            case BIG_DECIMAL -> write((BigDecimal) value, out);
            case URI_TEXT -> write((URI) value, out);
            case LOCALE -> write((Locale) value, out);
            case CURRENCY -> out.writeString(((Currency) value).getCurrencyCode(), bias);
        }
    }

    @SuppressWarnings("JavaLocalTimeGetNano") // the seconds are written before
    private static void write(LocalTime time, Output out) {
        out.writeVarInt(time.toSecondOfDay());
        out.writeVarInt(time.getNano());
    }

    private static void write(LocalDateTime time, Output out) {
        out.writeZigZagLong(time.toLocalDate().toEpochDay());
        write(time.toLocalTime(), out);
    }

    private static void write(ZoneOffset offset, Output out) {
        out.writeZigZagInt(offset.getTotalSeconds());
    }

    private void write(ZoneId zone, int raisedBy, Output out) {
        String id = zone.getId();
        if (id.length() > Limits.MAX_NAME_BYTES) {
            throw new EncodeFailed(place + " is a time zone with a name of over " + Limits.MAX_NAME_BYTES + " bytes");
        }
        out.writeString(id, raisedBy);
    }

    private void write(BigInteger number, Output out) {
        if (number.bitLength() / Byte.SIZE >= Limits.MAX_NUMBER_BYTES) {
            throw new EncodeFailed(place + " is a number of " + number.bitLength() + " bits, and at most "
                    + Limits.MAX_NUMBER_BYTES + " bytes can be sent; send its toByteArray()");
        }
        byte[] bytes = number.toByteArray();
        out.writeVarInt(bytes.length + bias);
        out.writeBytes(bytes, 0, bytes.length);
    }

    private void write(BigDecimal number, Output out) {
        int scale = number.scale();
        if (scale < -Limits.MAX_SCALE || scale > Limits.MAX_SCALE) {
            throw new EncodeFailed(place + " is a BigDecimal of scale " + scale + ", and at most " + Limits.MAX_SCALE
                    + " to either side can be sent; send its toString()");
        }
        write(number.unscaledValue(), out);
        out.writeZigZagInt(scale);
    }

    /** Not so for some that {@link URI#relativize} makes: the path {@code a:b} has the text of the scheme {@code a}. */
    static boolean isWhatItsTextSays(URI uri) {
        try {
            return new URI(uri.toString()).equals(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void write(URI uri, Output out) {
        if (!isWhatItsTextSays(uri)) {
            throw new EncodeFailed(place + " is the URI '" + uri
                    + "', whose text is another URI or none; its path may need './' in front, or send its parts");
        }
        out.writeString(uri.toString(), bias);
    }

    /** Not so for some spellings from before there were tags, such as {@code no_NO_NY}. */
    static boolean isWhatItsTagSays(Locale locale) {
        return Locale.forLanguageTag(locale.toLanguageTag()).equals(locale);
    }

    private void write(Locale locale, Output out) {
        String tag = locale.toLanguageTag();
        if (tag.length() > Limits.MAX_NAME_BYTES || !isWhatItsTagSays(locale)) {
            throw new EncodeFailed(place + " is the locale " + locale + ", which no language tag of at most "
                    + Limits.MAX_NAME_BYTES + " bytes (BCP 47) stands for");
        }
        out.writeString(tag, bias);
    }
}
