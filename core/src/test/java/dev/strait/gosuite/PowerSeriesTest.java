package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.gosuite.PowerSeries.Series;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;

/** Restates {@code test/chan/powser1.go}: power series come out right, computed by a web of hundreds of threads and channels. */
@Timeout(60)
class PowerSeriesTest {

    private static final int TERMS = 10;
    private static final Rational TWO = Rational.of(2);

    @Over({LOCAL, REMOTE})
    void sumsAndMultiplesOfSeries(Pipes pipes) throws InterruptedException {
        PowerSeries power = new PowerSeries(pipes);
        assertEquals(all(1), PowerSeries.first(TERMS, ones(power)));
        assertEquals(all(3), PowerSeries.first(TERMS, power.add(ones(power), power.repeat(TWO))));
        assertEquals(all(-2), PowerSeries.first(TERMS, power.scale(Rational.of(-1), power.repeat(TWO))));
        assertEquals(all(-1), PowerSeries.first(TERMS, power.subtract(ones(power), power.repeat(TWO))));
    }

    @Over({LOCAL, REMOTE})
    void theDerivativeAndTheIntegralOfASeries(Pipes pipes) throws InterruptedException {
        PowerSeries power = new PowerSeries(pipes);
        assertEquals(
                LongStream.rangeClosed(1, TERMS).mapToObj(Rational::of).toList(),
                PowerSeries.first(TERMS, power.differentiate(ones(power))));
        assertEquals(
                LongStream.range(0, TERMS)
                        .mapToObj(i -> i == 0 ? Rational.ZERO : new Rational(1, i))
                        .toList(),
                PowerSeries.first(TERMS, power.integrate(Rational.ZERO, ones(power))));
    }

    /** The integral of 1 - xx + xxxx - ... is the arc tangent. */
    @Over({LOCAL, REMOTE})
    void theArcTangentBySubstitution(Pipes pipes) throws InterruptedException {
        PowerSeries power = new PowerSeries(pipes);
        Series alternating = power.substitute(ones(power), Rational.of(-1), 2);
        assertEquals(
                LongStream.range(0, TERMS)
                        .mapToObj(i -> i % 2 == 0 ? Rational.ZERO : new Rational(i % 4 == 1 ? 1 : -1, i))
                        .toList(),
                PowerSeries.first(TERMS, power.integrate(Rational.ZERO, alternating)));
    }

    @Over({LOCAL, REMOTE})
    void theSquareOfASeries(Pipes pipes) throws InterruptedException {
        PowerSeries power = new PowerSeries(pipes);
        int terms = pipes.areRemote() ? 5 : TERMS;
        assertEquals(
                LongStream.rangeClosed(1, terms).mapToObj(Rational::of).toList(),
                PowerSeries.first(terms, power.multiply(ones(power), ones(power))));
    }

    /** 1/(1-x) = 1 + x + xx + ..., so the reciprocal of the ones is 1 - x. */
    @Over({LOCAL, REMOTE})
    void theReciprocalOfASeries(Pipes pipes) throws InterruptedException {
        PowerSeries power = new PowerSeries(pipes);
        List<Rational> first = PowerSeries.first(4, power.reciprocal(ones(power)));
        assertEquals(List.of(Rational.ONE, Rational.of(-1), Rational.ZERO, Rational.ZERO), first);
    }

    /** The exponential of x + xx + xxx + ..., whose coefficients Go's test has, too. */
    @Over({LOCAL, REMOTE})
    void theExponentialOfASeriesIsFedByItself(Pipes pipes) throws InterruptedException {
        PowerSeries power = new PowerSeries(pipes);
        List<Rational> expected = List.of(
                Rational.ONE,
                Rational.ONE,
                new Rational(3, 2),
                new Rational(13, 6),
                new Rational(73, 24),
                new Rational(167, 40),
                new Rational(4_051, 720),
                new Rational(37_633, 5_040),
                new Rational(43_817, 4_480),
                new Rational(4_596_553, 362_880));
        int terms = pipes.areRemote() ? 5 : expected.size();
        assertEquals(expected.subList(0, terms), PowerSeries.first(terms, power.exponential(ones(power))));
    }

    private static Series ones(PowerSeries power) throws InterruptedException {
        return power.repeat(Rational.ONE);
    }

    private static List<Rational> all(long value) {
        return LongStream.range(0, TERMS).mapToObj(i -> Rational.of(value)).toList();
    }
}
