package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static TrialOptions calm(long seed) {
        return TrialOptions.drawnFrom(seed, 2).withFaults(Set.of());
    }

    private static String failure(TrialOptions options, Scenario scenario) {
        return Trial.run(options, _ -> scenario).failure().orElseThrow();
    }

    @Test
    void whatIsNeverCompleteFailsAfterTheTimeToSettle() {
        Scenario never = new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment);
            }
        };
        TrialResult result = Trial.run(calm(5).withSettle(Duration.ofSeconds(7)), _ -> never);
        assertFalse(result.passed());
        assertEquals(
                "seed 5 failed after 7000 ms of virtual time: not complete though nothing has gone wrong for 7000 ms",
                result.failure().orElseThrow());
        assertEquals(7_000_000_001L, result.virtualNanos());
        assertEquals(Map.of(), result.faults());
    }

    @Test
    void whatDoesNotStayCompleteIsAFailure() {
        String failure = failure(calm(5), new Scenario() {
            private boolean looked;

            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment);
            }

            @Override
            public boolean isComplete() {
                boolean isFirst = !looked;
                looked = true;
                return isFirst;
            }
        });
        assertTrue(failure.endsWith("complete no more, 10000 ms after it had been"), failure);
    }

    @Test
    void aViolationSaysSomething() {
        assertThrows(NullPointerException.class, () -> new ContractViolation(nothing()));
    }

    @SuppressWarnings("NullAway") // as a program does that nobody has checked for it
    private static String nothing() {
        return null;
    }

    @Test
    void whatAProtocolThrowsIsAFailureThatSaysWhere() {
        String failure = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment) {
                    @Override
                    public void start() {
                        throw new IllegalStateException("no way");
                    }
                };
            }
        });
        assertTrue(failure.contains("IllegalStateException: no way"), failure);
        assertTrue(failure.contains("TrialTest"), failure);
    }

    private static Scenario throwing(Supplier<? extends Throwable> defect) {
        return new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment) {
                    @Override
                    public void start() {
                        throw TrialTest.<RuntimeException>unchecked(defect.get());
                    }
                };
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as languages do that do not check exceptions
    private static <E extends Throwable> E unchecked(Throwable any) throws E {
        throw (E) any;
    }

    @Test
    void whateverIsThrownIsAFailureButTheEndOfTheJvm() {
        for (Throwable each : List.of(
                new NoClassDefFoundError("no such class"),
                new IOException("no file"),
                new StackOverflowError("deep"))) {
            String failure = failure(calm(5), throwing(() -> each));
            assertTrue(failure.contains(each.toString()), failure);
        }
        OutOfMemoryError end = new OutOfMemoryError("as said by a test");
        assertSame(end, assertThrows(OutOfMemoryError.class, () -> Trial.run(calm(5), _ -> throwing(() -> end))));
    }

    @Test
    void equalRunsAreEqualWhoeverRunsThemAndWhateverTheyThrow() throws InterruptedException {
        Supplier<Throwable> defect = () -> {
            IllegalStateException thrown = new IllegalStateException("no way", new IOException("no file"));
            thrown.addSuppressed(new IOException("no end"));
            return thrown;
        };
        TrialResult here = Trial.run(calm(5), _ -> throwing(defect));
        List<TrialResult> elsewhere = new ArrayList<>();
        Thread thread =
                new Thread(() -> elsewhere.add(Trial.firstFailure(seed -> calm(seed), _ -> throwing(defect), 5, 1)
                        .orElseThrow()));
        thread.start();
        thread.join();
        assertEquals(here, elsewhere.getFirst());
        String failure = here.failure().orElseThrow();
        assertTrue(failure.contains("no file") && failure.contains("no end"), failure);
        assertTrue(failure.contains("ProtocolHost.start"), failure);
    }

    @Test
    void seedsGoOnBehindTheLargest() {
        List<Long> seeds = new ArrayList<>();
        Trial.firstFailure(
                seed -> {
                    seeds.add(seed);
                    return calm(seed);
                },
                _ -> new Wanting() {
                    @Override
                    public Protocol protocol(Environment environment) {
                        happened.add("made");
                        return new Idle(environment);
                    }
                },
                Long.MAX_VALUE,
                2);
        assertEquals(List.of(Long.MAX_VALUE, Long.MIN_VALUE), seeds);
    }

    @Test
    void whatTheCheckAfterAStepThrowsIsAFailureAndSoIsWhatTheLastOneDoes() {
        String inStep = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                happened.add("made");
                return new Idle(environment);
            }

            @Override
            public void check() {
                throw new ContractViolation("it does not hold");
            }
        });
        assertTrue(inStep.endsWith("of virtual time: it does not hold"), inStep);
        String atEnd = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                happened.add("made");
                return new Idle(environment);
            }

            @Override
            public void finish() {
                assertEquals(1, 2, "in the end");
            }
        });
        assertTrue(atEnd.contains("in the end"), atEnd);
    }

    @Test
    void aDeadlineThatStaysDueIsAFailure() {
        String failure = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                Idle idle = new Idle(environment);
                idle.deadline = 0;
                return idle;
            }
        });
        assertTrue(failure.contains("the deadline stays due whatever is done"), failure);
    }

    @Test
    void whoNeverRestsIsAFailure() {
        String failure = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment) {
                    @Override
                    public void tick() {
                        deadline = environment.now() + 1;
                    }

                    @Override
                    public void start() {
                        deadline = environment.now() + 1;
                    }
                };
            }
        });
        assertTrue(failure.contains("no rest after " + EventQueue.MAX_EVENTS + " events"), failure);
    }

    @Test
    void whoUsesTheProtocolIsStalledOnlyWhereThatIsAskedFor() {
        List<Long> stalls = new ArrayList<>();
        TrialOptions stalling = calm(2).withFaults(EnumSet.of(Fault.STALL));
        TrialResult result = Trial.run(stalling, _ -> new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                happened.add("made");
                return new Idle(environment) {
                    @Override
                    public void stall(long nanos) {
                        stalls.add(nanos);
                    }
                };
            }
        });
        assertEquals(result.faults().get(Fault.STALL), stalls.size());
        assertFalse(stalls.isEmpty());
        for (long seed = 1; seed <= 200; seed++) {
            assertFalse(TrialOptions.drawnFrom(seed, 2).faults().contains(Fault.STALL));
        }
    }

    @Test
    void whoComesBackIsAskedAheadOfEverythingElse() {
        List<String> asked = new ArrayList<>();
        TrialOptions crashing = TrialOptions.drawnFrom(2, 3).withFaults(EnumSet.of(Fault.CRASH));
        TrialResult result = Trial.run(crashing, _ -> new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                asked.add("protocol");
                happened.add("made");
                return new Idle(environment);
            }

            @Override
            public boolean comesBack(int place) {
                asked.add("comes back");
                return true;
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
        assertEquals("comes back", asked.getFirst());
        assertTrue(asked.lastIndexOf("comes back") < asked.indexOf("protocol"), asked::toString);
    }

    @Test
    void clocksShowOtherTimesAndGoAtOtherSpeeds() {
        assertTrue(spreadOfAMinute(0) <= 500_000, "hosts start within half a second");
        assertTrue(spreadOfAMinute(20_000) > 500_000, "a minute of one is not a minute of the other");
    }

    /** By how many microseconds of virtual time five hosts differ in when a minute has passed for them since they started. */
    private static long spreadOfAMinute(int maxDriftPpm) {
        Set<Long> origins = new HashSet<>();
        List<Long> micros = new ArrayList<>();
        TrialOptions drifting =
                TrialOptions.drawnFrom(2, 5).withFaults(Set.of()).withMaxDriftPpm(maxDriftPpm);
        TrialResult result = Trial.run(
                drifting,
                _ -> new Wanting() {
                    @Override
                    public Protocol protocol(Environment environment) {
                        return new Idle(environment) {
                            @Override
                            public void start() {
                                origins.add(environment.now());
                                deadline = environment.now() + 60_000_000_000L;
                            }

                            @Override
                            public void tick() {
                                deadline = Long.MAX_VALUE;
                                environment.trace("waited");
                                happened.add("waited");
                            }
                        };
                    }
                },
                line -> {
                    if (line.endsWith("waited")) {
                        micros.add(Long.parseLong(line.strip().split(" ", 2)[0].replace(".", "")));
                    }
                });
        assertTrue(result.passed(), result.failure().orElse(""));
        assertEquals(5, origins.size());
        assertEquals(5, micros.size());
        return Collections.max(micros) - Collections.min(micros);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> TrialOptions.drawnFrom(1, 1));
        assertThrows(IllegalArgumentException.class, () -> TrialOptions.drawnFrom(1, TrialOptions.MAX_HOSTS + 1));
        TrialOptions options = TrialOptions.drawnFrom(1, TrialOptions.MAX_HOSTS);
        assertThrows(IllegalArgumentException.class, () -> options.withMaxDriftPpm(-1));
        assertThrows(IllegalArgumentException.class, () -> options.withMaxDriftPpm(TrialOptions.MAX_DRIFT_PPM + 1));
        assertThrows(IllegalArgumentException.class, () -> options.withSettle(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> options.withSettle(TrialOptions.MAX_SETTLE.plusNanos(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Trial.firstFailure(
                        seed -> options,
                        _ -> new Wanting() {
                            @Override
                            public Protocol protocol(Environment environment) {
                                return new Idle(environment);
                            }
                        },
                        1,
                        0));
    }

    /** All bounds at once: a day of virtual time by the fastest clocks. */
    @Test
    void aRunMayTakeAsLongAsItMayToSettle() {
        TrialOptions longest =
                calm(5).withMaxDriftPpm(TrialOptions.MAX_DRIFT_PPM).withSettle(TrialOptions.MAX_SETTLE);
        long patience = Duration.ofHours(23).toNanos();
        TrialResult result = Trial.run(longest, _ -> new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment) {
                    @Override
                    public void start() {
                        deadline = environment.now() + patience;
                    }

                    @Override
                    public void tick() {
                        deadline = Long.MAX_VALUE;
                        happened.add("waited");
                    }
                };
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
        assertEquals(patience, result.virtualNanos(), 0.03 * patience);
    }

    @Test
    void optionsAreOfTheirSeed() {
        assertEquals(TrialOptions.drawnFrom(7, 3), TrialOptions.drawnFrom(7, 3));
        assertNotEquals(TrialOptions.drawnFrom(7, 3), TrialOptions.drawnFrom(8, 3));
        long calm = 0;
        for (long seed = 1; seed <= 400; seed++) {
            calm += TrialOptions.drawnFrom(seed, 3).faults().isEmpty() ? 1 : 0;
        }
        assertTrue(calm > 60 && calm < 140, calm + " of 400 seeds have no faults");
    }
}
