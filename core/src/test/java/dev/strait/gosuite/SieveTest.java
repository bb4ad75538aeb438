package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Select;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/sieve1.go} and {@code sieve2.go}: primes by channels. Nothing here ends by itself; ending the
 * channels ends the threads.
 */
@Timeout(60)
class SieveTest {

    /** As far as Go's tests go. */
    private static final List<Integer> PRIMES = primesUpTo(100);

    /** A chain of threads without buffers, each of which passes on what its prime does not divide. */
    @Over({LOCAL, REMOTE})
    void aChainOfFiltersLetsThePrimesThrough(Pipes pipes) throws InterruptedException {
        Pipe<Integer> primes = pipes.ints(0);
        Pipe<Integer> numbers = pipes.ints(0);
        pipes.go(() -> {
            for (int n = 2; ; n++) {
                numbers.in().send(n);
            }
        });
        pipes.go(() -> {
            Pipe<Integer> from = numbers;
            while (true) {
                int prime = from.out().receive();
                primes.in().send(prime);
                from = withoutMultiples(pipes, from, prime);
            }
        });
        for (int prime : PRIMES) {
            assertEquals(prime, primes.out().receive());
        }
    }

    private static Pipe<Integer> withoutMultiples(Pipes pipes, Pipe<Integer> from, int prime)
            throws InterruptedException {
        Pipe<Integer> to = pipes.ints(0);
        pipes.go(() -> from.out().forEach(n -> {
            if (n % prime != 0) {
                to.in().send(n);
            }
        }));
        return to;
    }

    /**
     * The sieve of Eratosthenes over odd numbers, with buffers and a cycle: primes give streams of multiples, these are merged into the
     * composites, and what is missing there is prime. The cycle would stand still with buffers of fixed size, so
     * {@link #backlog} keeps what has no room.
     */
    @Over({LOCAL, REMOTE})
    void aCycleOfStreamsWithABacklogFindsThePrimes(Pipes pipes) throws InterruptedException {
        Pipe<Integer> found = pipes.ints(10);
        Pipe<Integer> composites = pipes.ints(50);
        Pipe<Integer> seeds = pipes.ints(10);
        Pipe<Integer> backlog = backlog(pipes, seeds);
        found.in().send(2);
        found.in().send(3);
        seeds.in().send(3);
        pipes.go(() -> mergeMultiples(pipes, seeds, composites));
        Pipe<Integer> candidates = everySecondFrom(pipes, 5, 2, 50);
        pipes.go(() -> {
            int candidate = candidates.out().receive();
            while (true) {
                int composite = composites.out().receive();
                while (candidate < composite) {
                    backlog.in().send(candidate);
                    found.in().send(candidate);
                    candidate = candidates.out().receive();
                }
                if (candidate == composite) {
                    candidate = candidates.out().receive();
                }
            }
        });
        for (int prime : PRIMES) {
            assertEquals(prime, found.out().receive());
        }
    }

    private static Pipe<Integer> everySecondFrom(Pipes pipes, int first, int step, int capacity)
            throws InterruptedException {
        Pipe<Integer> numbers = pipes.ints(capacity);
        pipes.go(() -> {
            for (int n = first; ; n += step) {
                numbers.in().send(n);
            }
        });
        return numbers;
    }

    /** A stream of multiples and the next of them. */
    private record Multiples(int next, Pipe<Integer> rest) {
        Multiples after() throws InterruptedException {
            return new Multiples(rest.out().receive(), rest);
        }
    }

    /** Sends every odd multiple of the primes once, in order; goes as far as the square of each prime before it asks for
     * the next one. */
    private static void mergeMultiples(Pipes pipes, Pipe<Integer> seeds, Pipe<Integer> composites)
            throws InterruptedException {
        PriorityQueue<Multiples> streams = new PriorityQueue<>(Comparator.comparingInt(Multiples::next));
        int last = 0;
        while (true) {
            int prime = seeds.out().receive();
            Multiples fresh = new Multiples(prime * prime, everySecondFrom(pipes, prime * (prime + 2), 2 * prime, 10));
            while (!streams.isEmpty() && streams.element().next() < fresh.next()) {
                Multiples least = streams.remove();
                if (least.next() != last) {
                    last = least.next();
                    composites.in().send(last);
                }
                streams.add(least.after());
            }
            last = fresh.next();
            composites.in().send(last);
            streams.add(fresh.after());
        }
    }

    /** A channel in front of another, into which a send never waits for long: a thread keeps what has no room there yet. */
    private static Pipe<Integer> backlog(Pipes pipes, Pipe<Integer> to) throws InterruptedException {
        Pipe<Integer> from = pipes.ints(10);
        pipes.go(() -> {
            ArrayDeque<Integer> kept = new ArrayDeque<>();
            while (true) {
                Select<@Nullable Integer> select = Select.of();
                select.receive(from.out(), value -> {
                    kept.add(value);
                    return null;
                });
                if (!kept.isEmpty()) {
                    select.send(to.in(), kept.element(), kept::remove);
                }
                select.await();
            }
        });
        return from;
    }

    private static List<Integer> primesUpTo(int limit) {
        return IntStream.rangeClosed(2, limit)
                .filter(n -> IntStream.range(2, n).allMatch(divisor -> n % divisor != 0))
                .boxed()
                .toList();
    }
}
