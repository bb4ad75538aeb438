package dev.strait.gosuite;

/** A fraction in lowest terms with a positive denominator, small enough for {@code long}; a channel carries it. */
record Rational(long num, long den) {

    static final Rational ZERO = new Rational(0, 1);
    static final Rational ONE = new Rational(1, 1);

    Rational {
        if (den == 0) {
            throw new ArithmeticException("a denominator of zero");
        }
        long divisor = divisor(Math.abs(num), Math.abs(den)) * Long.signum(den);
        num /= divisor;
        den /= divisor;
    }

    static Rational of(long whole) {
        return new Rational(whole, 1);
    }

    private static long divisor(long a, long b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    Rational plus(Rational other) {
        return new Rational(
                Math.addExact(Math.multiplyExact(num, other.den), Math.multiplyExact(other.num, den)),
                Math.multiplyExact(den, other.den));
    }

    Rational times(Rational other) {
        Rational crossed = new Rational(num, other.den);
        Rational back = new Rational(other.num, den);
        return new Rational(Math.multiplyExact(crossed.num, back.num), Math.multiplyExact(crossed.den, back.den));
    }

    Rational negated() {
        return new Rational(-num, den);
    }

    Rational inverted() {
        return new Rational(den, num);
    }
}
