package dev.strait.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Types of the JDK that travel as they are. The code is what stands for one in the canonical form of a schema; it is
 * {@link #FIRST_CODE} and the place in this list, so new ones come last and none goes. The parts are what it consists of on the
 * wire, enough to pass over a value without understanding it; {@link StandardWriter} and {@link StandardReader} know what they mean.
 */
enum Standard implements Shape {
    INSTANT(Instant.class, Part.LONG, Part.INT),
    DURATION(Duration.class, Part.LONG, Part.INT),
    LOCAL_DATE(LocalDate.class, Part.LONG),
    LOCAL_TIME(LocalTime.class, Part.INT, Part.INT),
    LOCAL_DATE_TIME(LocalDateTime.class, Part.LONG, Part.INT, Part.INT),
    OFFSET_TIME(OffsetTime.class, Part.INT, Part.INT, Part.INT),
    OFFSET_DATE_TIME(OffsetDateTime.class, Part.LONG, Part.INT, Part.INT, Part.INT),
    ZONED_DATE_TIME(ZonedDateTime.class, Part.LONG, Part.INT, Part.INT, Part.INT, Part.COUNTED),
    ZONE_ID(ZoneId.class, Part.COUNTED),
    ZONE_OFFSET(ZoneOffset.class, Part.INT),
    PERIOD(Period.class, Part.INT, Part.INT, Part.INT),
    YEAR(Year.class, Part.INT),
    YEAR_MONTH(YearMonth.class, Part.INT, Part.INT),
    MONTH_DAY(MonthDay.class, Part.INT, Part.INT),
    UUID_BITS(UUID.class, Part.SIXTEEN),
    BIG_INTEGER(BigInteger.class, Part.COUNTED),
    BIG_DECIMAL(BigDecimal.class, Part.COUNTED, Part.INT),
    URI_TEXT(URI.class, Part.COUNTED),
    LOCALE(Locale.class, Part.COUNTED),
    CURRENCY(Currency.class, Part.COUNTED);

    /** What comes one after the other on the wire. */
    enum Part {
        /** A varint of at most 32 bits. */
        INT,
        /** A varint of at most 64 bits. */
        LONG,
        /** A varint, and as many bytes. */
        COUNTED,
        /** Sixteen bytes. */
        SIXTEEN
    }

    static final int FIRST_CODE = 32;

    final int code;
    final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of, which is
    final List<Part> parts;

    @SuppressWarnings("EnumOrdinal") // the order of this list is specified; see above
    Standard(Class<?> type, Part... parts) {
        this.code = FIRST_CODE + ordinal();
        this.type = type;
        this.parts = List.of(parts);
    }

    /** Whether a count comes first, which can be raised by one to make 0 stand for null. */
    boolean isCounted() {
        return parts.getFirst() == Part.COUNTED;
    }
}
