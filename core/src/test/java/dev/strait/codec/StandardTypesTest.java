package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.EncodeFailed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The types of the JDK that travel as they are. */
class StandardTypesTest {

    record Times(
            Instant instant,
            Duration duration,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetTime offsetTime,
            OffsetDateTime offsetDateTime,
            ZonedDateTime zonedDateTime,
            ZoneId zone,
            ZoneOffset offset,
            Period period,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            DayOfWeek day,
            Month month,
            ChronoUnit unit) {}

    record Others(
            UUID id,
            BigInteger large,
            BigDecimal price,
            URI home,
            Locale locale,
            Currency currency,
            OptionalInt anInt,
            OptionalLong aLong,
            OptionalDouble aDouble) {}

    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    /** All but one: the tag of {@code no_NO_NY}, a spelling from before there were tags, means {@code nn_NO}. */
    private static final List<Locale> LOCALES = Arrays.stream(Locale.getAvailableLocales())
            .filter(locale -> !locale.getVariant().equals("NY"))
            .toList();

    private static int signed(Random random) {
        return random.nextInt() >> random.nextInt(32);
    }

    private static Instant instant(Random random) {
        long range = Instant.MAX.getEpochSecond();
        return Instant.ofEpochSecond((random.nextLong() >> random.nextInt(64)) % range, random.nextInt(1_000_000_000));
    }

    private static ZoneOffset offset(Random random) {
        return ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801));
    }

    private static LocalDateTime dateTime(Random random) {
        return LocalDateTime.ofEpochSecond(random.nextLong() >> 26, random.nextInt(1_000_000_000), ZoneOffset.UTC);
    }

    static Times times(Random random) {
        LocalDateTime dateTime = dateTime(random);
        return new Times(
                instant(random),
                Duration.ofSeconds(random.nextLong() >> random.nextInt(64), random.nextInt(1_000_000_000)),
                dateTime.toLocalDate(),
                dateTime.toLocalTime(),
                dateTime,
                OffsetTime.of(dateTime.toLocalTime(), offset(random)),
                OffsetDateTime.of(dateTime, offset(random)),
                ZonedDateTime.of(dateTime, ZoneId.of(ZONES.get(random.nextInt(ZONES.size())))),
                random.nextBoolean() ? offset(random) : ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                offset(random),
                Period.of(signed(random), signed(random), signed(random)),
                Year.of(signed(random) % Year.MAX_VALUE),
                YearMonth.of(signed(random) % Year.MAX_VALUE, 1 + random.nextInt(12)),
                MonthDay.of(1 + random.nextInt(12), 1 + random.nextInt(28)),
                DayOfWeek.of(1 + random.nextInt(7)),
                Month.of(1 + random.nextInt(12)),
                ChronoUnit.DAYS);
    }

    static Others others(Random random) {
        List<Locale> locales = LOCALES;
        List<Currency> currencies = List.copyOf(Currency.getAvailableCurrencies());
        BigInteger large =
                new BigInteger(random.nextInt(300), random).subtract(BigInteger.valueOf(random.nextInt(300)));
        return new Others(
                new UUID(random.nextLong(), random.nextLong()),
                large,
                new BigDecimal(large.negate(), random.nextInt(-10_000, 10_001)),
                URI.create("https://host:" + random.nextInt(65_536) + "/p%20" + random.nextInt() + "?q=\u00E9#f"),
                locales.get(random.nextInt(locales.size())),
                currencies.get(random.nextInt(currencies.size())),
                random.nextBoolean() ? OptionalInt.of(signed(random)) : OptionalInt.empty(),
                random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                random.nextBoolean() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty());
    }

    @Test
    void randomTimesAndNumbersComeBackEqual() {
        Random random = new Random(Seeds.next("StandardTypesTest.randomTimesAndNumbers"));
        Codec<Times> times = Codec.of(Times.class);
        Codec<Others> others = Codec.of(Others.class);
        for (int i = 0; i < 3_000; i++) {
            Times time = times(random);
            assertEquals(time, Bytes.again(times, time));
            Others other = others(random);
            assertEquals(other, Bytes.again(others, other));
        }
    }

    @Test
    void theEdgesOfEveryRangeComeBack() {
        for (Instant edge : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(-1, 999_999_999))) {
            assertEquals(edge, Bytes.again(Codec.of(Instant.class), edge));
        }
        for (Duration edge : List.of(
                Duration.ZERO,
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofNanos(-1))) {
            assertEquals(edge, Bytes.again(Codec.of(Duration.class), edge));
        }
        for (LocalDateTime edge : List.of(LocalDateTime.MIN, LocalDateTime.MAX)) {
            assertEquals(edge, Bytes.again(Codec.of(LocalDateTime.class), edge));
            assertEquals(edge.toLocalDate(), Bytes.again(Codec.of(LocalDate.class), edge.toLocalDate()));
            assertEquals(edge.toLocalTime(), Bytes.again(Codec.of(LocalTime.class), edge.toLocalTime()));
        }
        assertEquals(OffsetTime.MIN, Bytes.again(Codec.of(OffsetTime.class), OffsetTime.MIN));
        assertEquals(OffsetDateTime.MAX, Bytes.again(Codec.of(OffsetDateTime.class), OffsetDateTime.MAX));
        assertEquals(ZoneOffset.MIN, Bytes.again(Codec.of(ZoneOffset.class), ZoneOffset.MIN));
        assertEquals(Year.of(Year.MIN_VALUE), Bytes.again(Codec.of(Year.class), Year.of(Year.MIN_VALUE)));
        assertEquals(MonthDay.of(2, 29), Bytes.again(Codec.of(MonthDay.class), MonthDay.of(2, 29)));
        for (BigInteger edge : List.of(
                BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.valueOf(128), BigInteger.ONE.shiftLeft(524_286))) {
            assertEquals(edge, Bytes.again(Codec.of(BigInteger.class), edge));
        }
        for (String edge : List.of("0", "0.00", "-1.50", "1E+10000", "1E-10000")) {
            assertEquals(new BigDecimal(edge), Bytes.again(Codec.of(BigDecimal.class), new BigDecimal(edge)));
        }
    }

    @Test
    void everyComponentMayBeNull() {
        Times none = new Times(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        Others nothing = new Others(null, null, null, null, null, null, null, null, null);
        assertEquals(none, Bytes.again(Codec.of(Times.class), none));
        assertEquals(17, Bytes.of(Codec.of(Times.class), none).length);
        assertEquals(nothing, Bytes.again(Codec.of(Others.class), nothing));
        assertEquals(9, Bytes.of(Codec.of(Others.class), nothing).length);
        EncodeFailed failure =
                assertThrows(EncodeFailed.class, () -> Codec.of(Instant.class).encode(null, new Output()));
        assertTrue(failure.getMessage().contains("Instant is null"), failure.getMessage());
    }

    @Test
    void theyMayStandInCollectionsAndAsKeys() {
        Codec<Map<UUID, List<Optional<Instant>>>> codec = Codec.of(new TypeRef<>() {});
        Map<UUID, List<Optional<Instant>>> value =
                Map.of(new UUID(1, 2), List.of(Optional.of(Instant.EPOCH), Optional.empty()));
        assertEquals(value, Bytes.again(codec, value));
        Set<BigDecimal> decimals = Set.of(new BigDecimal("1.0"), new BigDecimal("1.00"));
        assertEquals(decimals, Bytes.again(Codec.of(new TypeRef<Set<BigDecimal>>() {}), decimals));
    }

    @Test
    void everyTimeZoneLocaleAndCurrencyOfTheJdkComesBack() {
        for (String id : ZONES) {
            assertEquals(ZoneId.of(id), Bytes.again(Codec.of(ZoneId.class), ZoneId.of(id)));
        }
        for (String id : List.of("Z", "+02:30", "UTC+01:00", "GMT-5")) {
            assertEquals(ZoneId.of(id), Bytes.again(Codec.of(ZoneId.class), ZoneId.of(id)));
        }
        assertInstanceOf(ZoneOffset.class, Bytes.again(Codec.of(ZoneId.class), ZoneOffset.ofHours(2)));
        for (Locale locale : LOCALES) {
            assertEquals(locale, Bytes.again(Codec.of(Locale.class), locale));
        }
        for (Currency currency : Currency.getAvailableCurrencies()) {
            assertEquals(currency, Bytes.again(Codec.of(Currency.class), currency));
        }
    }

    @Test
    void aTimeInTheHourThatComesTwiceKeepsItsOffset() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        LocalDateTime twice = LocalDateTime.of(2026, 10, 25, 2, 30);
        for (int hours : List.of(1, 2)) {
            ZonedDateTime time = ZonedDateTime.ofStrict(twice, ZoneOffset.ofHours(hours), berlin);
            assertEquals(time, Bytes.again(Codec.of(ZonedDateTime.class), time));
        }
    }

    /** As when the sender's JDK has other rules for a zone than the receiver's. */
    @Test
    void aTimeWithAnOffsetThatTheZoneDoesNotHaveHereKeepsItsInstant() {
        Output out = new Output();
        out.writeZigZagLong(LocalDate.of(2026, 1, 1).toEpochDay());
        out.writeVarInt(12 * 3600);
        out.writeVarInt(0);
        out.writeZigZagInt(3 * 3600);
        out.writeString("Europe/Berlin");
        ZonedDateTime read = Codec.of(ZonedDateTime.class).decode(new Input(out.toByteArray()));
        assertEquals(ZonedDateTime.of(2026, 1, 1, 10, 0, 0, 0, ZoneId.of("Europe/Berlin")), read);
    }

    private static <T> String refusal(Class<T> type, T value) {
        return assertThrows(EncodeFailed.class, () -> Bytes.of(Codec.of(type), value))
                .getMessage();
    }

    @Test
    void numbersWhoseTextWouldExplodeAreRefusedAtTheSender() {
        String scale = refusal(BigDecimal.class, new BigDecimal("1E+1000000000"));
        assertTrue(scale.contains("scale -1000000000") && scale.contains("toString()"), scale);
        refusal(BigDecimal.class, new BigDecimal("1E-10001"));
        String bits = refusal(BigInteger.class, BigInteger.ONE.shiftLeft(524_287));
        assertTrue(bits.contains("524288 bits") && bits.contains("toByteArray()"), bits);
        refusal(BigDecimal.class, new BigDecimal(BigInteger.ONE.shiftLeft(524_287)));
    }

    @Test
    void aLocaleThatNoTagStandsForIsRefusedAtTheSender() {
        String reason = refusal(Locale.class, Locale.of("no", "NO", "NY"));
        assertTrue(reason.contains("BCP 47"), reason);
        refusal(Locale.class, Locale.of("de", "DE", "not a variant"));
    }

    /** The path that relativize leaves may look like a scheme, or like a scheme that is none. */
    @Test
    void aUriThatItsTextDoesNotStandForIsRefusedAtTheSender() {
        URI folder = URI.create("http://h/x/");
        for (String path : List.of("a:b", "1:2")) {
            URI relative = folder.relativize(URI.create("http://h/x/" + path));
            assertEquals(path, relative.getPath());
            String reason = refusal(URI.class, relative);
            assertTrue(reason.contains("'" + path + "'") && reason.contains("./"), reason);
        }
        for (String text : List.of("./a:b", "a:b", "", "#f", "//h", "?q", "http://[::1]:80/%C3%A9\u00E9")) {
            URI uri = URI.create(text);
            assertEquals(text, Bytes.again(Codec.of(URI.class), uri).toString());
        }
    }
}
