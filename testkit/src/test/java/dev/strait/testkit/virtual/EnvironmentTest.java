package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final NetworkOptions SLOW = new NetworkOptions(1_000_000, 1 << 20, 1_000_000, 1_000);

    private static TrialOptions calm(long seed) {
        return TrialOptions.drawnFrom(seed, 2).withFaults(Set.of());
    }

    private static String failure(TrialOptions options, Scenario scenario) {
        return Trial.run(options, _ -> scenario).failure().orElseThrow();
    }

    @Test
    void writingOnAConnectionThatIsNotThereIsAFailure() {
        String failure = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment) {
                    @Override
                    public void start() {
                        environment.write(environment.dial(environment.address(1)), new byte[1]);
                    }
                };
            }
        });
        assertTrue(failure.contains("writes on connection 1, which is not there"), failure);
    }

    @Test
    void anAddressOfNobodyIsRefused() {
        String failure = failure(calm(5), new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Idle(environment) {
                    @Override
                    public void start() {
                        environment.dial(environment.address(2));
                    }
                };
            }
        });
        assertTrue(failure.contains("there are 2 hosts, and not 2"), failure);
    }

    @Test
    void whoIsDialledMaySpeakFirst() {
        for (long seed = 1; seed <= 50; seed++) {
            TrialResult result = Trial.run(calm(seed), _ -> new Wanting() {
                @Override
                public Protocol protocol(Environment environment) {
                    return new Dialler(environment) {
                        private boolean isUp;

                        @Override
                        public void accepted(long accepted) {
                            environment.write(accepted, new byte[] {42});
                        }

                        @Override
                        public void dialled(long dialled) {
                            isUp = true;
                        }

                        @Override
                        public void received(long from, byte[] bytes) {
                            assertTrue(isUp, "bytes come when the connection is there");
                            assertEquals(connection, from);
                            assertEquals(42, bytes[0]);
                            happened.add("greeted");
                        }
                    };
                }
            });
            assertTrue(result.passed(), result.failure().orElse(""));
        }
    }

    @Test
    void whatDoesNotFitTheWayWaitsAndTheWriterHearsWhenNothingWaits() {
        TrialResult result = Trial.run(calm(5).withNetwork(SLOW), _ -> new Wanting() {
            private long arrived;

            @Override
            public Protocol protocol(Environment environment) {
                return new Dialler(environment) {
                    @Override
                    public void dialled(long dialled) {
                        for (int i = 0; i < 100; i++) {
                            environment.write(dialled, new byte[1_000]);
                        }
                        assertTrue(environment.unwritten(dialled) > 90_000);
                    }

                    @Override
                    public void received(long from, byte[] bytes) {
                        arrived += bytes.length;
                    }

                    @Override
                    public void drained(long drained) {
                        assertEquals(connection, drained);
                        assertEquals(0, environment.unwritten(drained));
                        assertTrue(arrived > 90_000, "most is there");
                        environment.close(drained);
                    }

                    @Override
                    public void closed(long closed, String reason) {
                        assertEquals("closed by h0", reason);
                        assertEquals(100_000, arrived);
                        happened.add("all");
                    }
                };
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
    }

    @Test
    void whatWaitsToBeWrittenArrivesThoughTheConnectionIsClosed() {
        TrialResult result = Trial.run(calm(5).withNetwork(SLOW), _ -> new Wanting() {
            private long arrived;

            @Override
            public Protocol protocol(Environment environment) {
                return new Dialler(environment) {
                    @Override
                    public void dialled(long dialled) {
                        for (int i = 0; i < 100; i++) {
                            environment.write(dialled, new byte[1_000]);
                        }
                        environment.close(dialled);
                        environment.close(dialled);
                    }

                    @Override
                    public void received(long from, byte[] bytes) {
                        arrived += bytes.length;
                    }

                    @Override
                    public void closed(long closed, String reason) {
                        assertEquals(100_000, arrived);
                        happened.add("all");
                    }
                };
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
    }

    @Test
    void aDialThatIsGivenUpIsNotAnswered() {
        TrialResult result = Trial.run(calm(5), _ -> new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                return new Dialler(environment) {
                    @Override
                    public void start() {
                        super.start();
                        environment.close(connection);
                        happened.add("given up");
                    }

                    @Override
                    public void dialled(long dialled) {
                        throw new IllegalStateException("was given up");
                    }

                    @Override
                    public void dialFailed(long dial, String reason) {
                        throw new IllegalStateException("was given up");
                    }
                };
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
    }

    @Test
    void aHostThatCrashedRunsAnotherProtocolOfTheNextIncarnation() {
        Set<Integer> incarnations = new HashSet<>();
        Set<Long> chances = new HashSet<>();
        List<Environment> crashed = new ArrayList<>();
        TrialOptions crashing = TrialOptions.drawnFrom(2, 3).withFaults(EnumSet.of(Fault.CRASH));
        TrialResult result = Trial.run(crashing, _ -> new Wanting() {
            @Override
            public Protocol protocol(Environment environment) {
                incarnations.add(environment.incarnation());
                assertTrue(chances.add(environment.dice().any()), "its chance is its own");
                crashed.add(environment);
                happened.add("made");
                return new Idle(environment);
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
        int crashes = result.faults().get(Fault.CRASH);
        assertEquals(3 + crashes, crashed.size(), "everybody comes back");
        assertTrue(incarnations.size() > 1, "crashed " + crashes + " times");
        long down = crashed.stream()
                .map(each -> assertThrows(IllegalStateException.class, () -> each.close(1))
                        .getMessage())
                .filter(refusal -> refusal.contains("has crashed"))
                .count();
        assertEquals(crashes, down, "who has crashed asks for nothing any more");
    }

    @Test
    void whoStartsFirstIsTheFirstIncarnationThoughItsHostHasCrashedBeforeThat() {
        int crashedUnseen = 0;
        for (long seed = 1; seed <= 60; seed++) {
            TrialOptions crashing = TrialOptions.drawnFrom(seed, 3).withFaults(EnumSet.of(Fault.CRASH));
            Map<Integer, Integer> seen = new HashMap<>();
            Set<String> started = new HashSet<>();
            Set<String> crashed = new HashSet<>();
            TrialResult result = Trial.run(
                    crashing,
                    _ -> new Wanting() {
                        @Override
                        public Protocol protocol(Environment environment) {
                            int incarnation = seen.merge(environment.place(), 1, Integer::sum) - 1;
                            assertEquals(incarnation, environment.incarnation());
                            happened.add("made");
                            return new Idle(environment);
                        }
                    },
                    line -> {
                        String[] words = line.strip().split(" +");
                        if (words[2].startsWith("starts")) {
                            started.add(words[1]);
                        } else if (words[2].startsWith("crashes") && !started.contains(words[1])) {
                            crashed.add(words[1]);
                        }
                    });
            assertTrue(result.passed(), result.failure().orElse(""));
            crashedUnseen += crashed.size();
        }
        assertTrue(crashedUnseen > 0, "nobody has crashed before it started");
    }

    /** Asks for something at a place where nobody may. */
    private static final class Asking extends Wanting {
        private final String where;
        private final Consumer<Environment> question;
        private @Nullable Environment made;

        Asking(String where, Consumer<Environment> question) {
            this.where = where;
            this.question = question;
        }

        private void ask(String here) {
            if (here.equals(where) && made != null) {
                question.accept(made);
            }
        }

        @Override
        public Protocol protocol(Environment environment) {
            made = environment;
            happened.add("made");
            ask("protocol");
            return new Idle(environment) {
                @Override
                public long deadline() {
                    ask("deadline");
                    return deadline;
                }
            };
        }

        @Override
        public boolean isComplete() {
            ask("isComplete");
            return super.isComplete();
        }

        @Override
        public void check() {
            ask("check");
        }

        @Override
        public void finish() {
            ask("finish");
        }
    }

    @Test
    void whoAsksWhileTheProtocolIsToldNothingIsRefusedAndToldWhereToAsk() {
        Map<String, Consumer<Environment>> questions = Map.of(
                "to dial", it -> it.dial(it.address(0)),
                "to write", it -> it.write(1, new byte[1]),
                "to close a connection", it -> it.close(1));
        for (String where : List.of("protocol", "deadline", "isComplete", "check", "finish")) {
            questions.forEach((what, question) -> {
                String failure = failure(calm(5), new Asking(where, question));
                assertTrue(failure.contains("is asked " + what + " while its protocol is told nothing"), failure);
                assertTrue(failure.contains("ask in start(), received(), tick()"), failure);
            });
        }
    }

    @Test
    void whatItShowsMayBeLookedAtAtAnyTime() {
        TrialResult result = Trial.run(
                TrialOptions.drawnFrom(5, 4).withFaults(Set.of()),
                _ -> new Asking("finish", it -> {
                    assertEquals(4, it.hosts());
                    assertEquals("h3", it.address(it.hosts() - 1));
                    assertEquals(0, it.unwritten(1));
                    assertTrue(it.now() >= 0);
                    it.trace("looks at %s", it.name());
                }));
        assertTrue(result.passed(), result.failure().orElse(""));
    }

    @Test
    void anArrayThatWasWrittenMayBeUsedAgain() {
        TrialResult result = Trial.run(calm(5).withNetwork(SLOW), _ -> new Wanting() {
            private int arrived;

            @Override
            public Protocol protocol(Environment environment) {
                return new Dialler(environment) {
                    @Override
                    public void dialled(long dialled) {
                        byte[] again = new byte[1_000];
                        for (int i = 0; i < 100; i++) {
                            Arrays.fill(again, (byte) i);
                            environment.write(dialled, again);
                        }
                        environment.close(dialled);
                    }

                    @Override
                    public void received(long from, byte[] bytes) {
                        for (byte each : bytes) {
                            assertEquals(arrived++ / 1_000, each);
                        }
                    }

                    @Override
                    public void closed(long closed, String reason) {
                        assertEquals(100_000, arrived);
                        happened.add("all");
                    }
                };
            }
        });
        assertTrue(result.passed(), result.failure().orElse(""));
    }
}
