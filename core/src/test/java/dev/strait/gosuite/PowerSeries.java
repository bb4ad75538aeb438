package dev.strait.gosuite;

import dev.strait.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Power series as processes, after M. Douglas McIlroy, "Squinting at Power Series" (Software: Practice and Experience, 1990),
 * which {@code test/chan/powser1.go} follows, too. A series is a thread that gives its next coefficient when it is asked: a pair of
 * channels without buffers, one for what is asked and one for what is given, where an empty coefficient is the end. So
 * infinite series are computed as far as somebody asks, by a web of threads that is nothing but channel operations.
 */
final class PowerSeries {

    /** What is given: a coefficient, or that there is no more. */
    record Term(Optional<Rational> coefficient) {

        static final Term END = new Term(Optional.empty());

        static Term of(Rational coefficient) {
            return new Term(Optional.of(coefficient));
        }

        boolean isEnd() {
            return coefficient.isEmpty();
        }

        Rational value() {
            return coefficient.orElseThrow();
        }
    }

    /** The two channels of a series. */
    record Series(Pipe<Integer> ask, Pipe<Term> give) {

        Term next() throws InterruptedException {
            ask.in().send(1);
            return give.out().receive();
        }

        void put(Term term) throws InterruptedException {
            ask.out().receive();
            give.in().send(term);
        }

        void put(Rational coefficient) throws InterruptedException {
            put(Term.of(coefficient));
        }

        /** Gives what another gives, for ever. */
        void copy(Series from) throws InterruptedException {
            while (true) {
                ask.out().receive();
                give.in().send(from.next());
            }
        }
    }

    private interface Body {
        void give(Series to) throws InterruptedException;
    }

    private final Pipes pipes;

    PowerSeries(Pipes pipes) {
        this.pipes = pipes;
    }

    private Series series() throws InterruptedException {
        return new Series(pipes.ints(0), pipes.pipe(0, Term.class));
    }

    private Series series(Body body) throws InterruptedException {
        Series to = series();
        pipes.go(() -> body.give(to));
        return to;
    }

    /** One coefficient again and again. */
    Series repeat(Rational coefficient) throws InterruptedException {
        return series(to -> {
            while (true) {
                to.put(coefficient);
            }
        });
    }

    Series add(Series u, Series v) throws InterruptedException {
        return series(to -> {
            while (true) {
                to.ask.out().receive();
                List<Term> both = nextOfBoth(u, v);
                if (both.get(0).isEnd() || both.get(1).isEnd()) {
                    to.give.in().send(both.get(0).isEnd() ? both.get(1) : both.get(0));
                    to.copy(both.get(0).isEnd() ? v : u);
                }
                to.give.in().send(Term.of(both.get(0).value().plus(both.get(1).value())));
            }
        });
    }

    Series scale(Rational factor, Series u) throws InterruptedException {
        return series(to -> {
            while (true) {
                to.ask.out().receive();
                to.give.in().send(new Term(u.next().coefficient().map(factor::times)));
            }
        });
    }

    Series subtract(Series u, Series v) throws InterruptedException {
        return add(u, scale(Rational.ONE.negated(), v));
    }

    /** With U = u + xU' and V = v + xV': UV = uv + x(uV' + vU') + xx U'V'. */
    Series multiply(Series u, Series v) throws InterruptedException {
        return series(to -> {
            to.ask.out().receive();
            List<Term> first = nextOfBoth(u, v);
            if (first.get(0).isEnd() || first.get(1).isEnd()) {
                to.give.in().send(Term.END);
                while (true) {
                    to.put(Term.END);
                }
            }
            Rational headU = first.get(0).value();
            Rational headV = first.get(1).value();
            to.give.in().send(Term.of(headU.times(headV)));
            List<Series> tailU = split(u);
            List<Series> tailV = split(v);
            Series mixed = add(scale(headU, tailV.get(0)), scale(headV, tailU.get(0)));
            to.ask.out().receive();
            to.give.in().send(mixed.next());
            to.copy(add(mixed, multiply(tailU.get(1), tailV.get(1))));
        });
    }

    Series differentiate(Series u) throws InterruptedException {
        return series(to -> {
            to.ask.out().receive();
            u.next();
            for (long i = 1; ; i++) {
                Rational power = Rational.of(i);
                to.give.in().send(new Term(u.next().coefficient().map(power::times)));
                to.ask.out().receive();
            }
        });
    }

    Series integrate(Rational constant, Series u) throws InterruptedException {
        return series(to -> {
            to.put(constant);
            for (long i = 1; ; i++) {
                Rational inverse = new Rational(1, i);
                to.ask.out().receive();
                to.give.in().send(new Term(u.next().coefficient().map(inverse::times)));
            }
        });
    }

    /** With u = 0 as the constant coefficient: Z = exp(U) is what Z' = ZU' integrates to; Z is fed back into its own making. */
    Series exponential(Series u) throws InterruptedException {
        Series first = series();
        Series second = series();
        split(integrate(Rational.ONE, multiply(first, differentiate(u))), first, second);
        return second;
    }

    /** With Z = z + xZ' and UZ = 1: z = 1/u, and Z' = -U'Z/u. */
    Series reciprocal(Series u) throws InterruptedException {
        return series(to -> {
            to.ask.out().receive();
            Rational z = u.next().value().inverted();
            to.give.in().send(Term.of(z));
            Series first = series();
            Series second = series();
            split(multiply(scale(z.negated(), u), prepend(z, first)), first, second);
            to.copy(second);
        });
    }

    private Series prepend(Rational coefficient, Series u) throws InterruptedException {
        return series(to -> {
            to.put(coefficient);
            to.copy(u);
        });
    }

    /** U(cx^n): the i-th coefficient times c^i, with n-1 zeros between. */
    Series substitute(Series u, Rational c, int n) throws InterruptedException {
        return series(to -> {
            Rational power = Rational.ONE;
            while (true) {
                Rational factor = power;
                to.ask.out().receive();
                to.give.in().send(new Term(u.next().coefficient().map(factor::times)));
                power = power.times(c);
                for (int i = 1; i < n; i++) {
                    to.put(Rational.ZERO);
                }
            }
        });
    }

    private List<Series> split(Series from) throws InterruptedException {
        List<Series> two = List.of(series(), series());
        split(from, two.get(0), two.get(1));
        return two;
    }

    /** Gives what {@code from} gives to both, who may ask at different speeds. */
    private void split(Series from, Series first, Series second) throws InterruptedException {
        Pipe<Integer> nobodyBefore = pipes.ints(0);
        pipes.go(() -> splitOne(from, first, second, nobodyBefore));
        pipes.go(() -> nobodyBefore.in().send(0));
    }

    /**
     * Brings one term to both and ends. It serves the one that is ahead at once; the one behind only when {@code earlier} says that the
     * thread of the term before has served it. Before it waits for its term it starts the thread of the next one, since the making
     * of this term may need, through a cycle, that the one ahead is served.
     */
    private void splitOne(Series from, Series one, Series other, Pipe<Integer> earlier) throws InterruptedException {
        boolean[] both = {false};
        Series ahead = Select.<Series>of()
                .receive(one.ask.out(), asked -> one)
                .receive(earlier.out(), over -> {
                    both[0] = true;
                    return Select.<Series>of()
                            .receive(one.ask.out(), asked -> one)
                            .receive(other.ask.out(), asked -> other)
                            .await();
                })
                .await();
        Series behind = ahead == one ? other : one;
        from.ask.in().send(1);
        Pipe<Integer> over = pipes.ints(0);
        pipes.go(() -> splitOne(from, ahead, behind, over));
        Term term = from.give.out().receive();
        ahead.give.in().send(term);
        if (!both[0]) {
            earlier.out().receive();
        }
        behind.ask.out().receive();
        behind.give.in().send(term);
        over.in().send(0);
    }

    /** Asks two series for a term each and takes what they give, in whatever order they answer. */
    private static List<Term> nextOfBoth(Series u, Series v) throws InterruptedException {
        Series[] series = {u, v};
        List<Term> terms = new ArrayList<>(List.of(Term.END, Term.END));
        boolean[] asked = new boolean[2];
        boolean[] given = new boolean[2];
        for (int step = 0; step < 4; step++) {
            Select<Boolean> select = Select.of();
            for (int i = 0; i < 2; i++) {
                int which = i;
                if (!asked[which]) {
                    select.send(series[which].ask.in(), 1, () -> asked[which] = true);
                } else if (!given[which]) {
                    select.receive(series[which].give.out(), term -> {
                        terms.set(which, term);
                        return given[which] = true;
                    });
                }
            }
            select.await();
        }
        return terms;
    }

    /** The first coefficients of a series. */
    static List<Rational> first(int count, Series series) throws InterruptedException {
        List<Rational> coefficients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            coefficients.add(series.next().value());
        }
        return coefficients;
    }
}
