package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.strait.Task;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.NodeRef;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The steward with the engine of a node that only dials. */
class StewardTest {
    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final EngineConfig CONFIG = new EngineConfig(
            new NodeRef("steward-test", 1, 1),
            "default",
            List.of(),
            false,
            EngineConfig.Credit.DEFAULT,
            EngineConfig.Times.DEFAULT);

    private final LinkedBlockingQueue<EngineEvent.Dial> dials = new LinkedBlockingQueue<>();
    private Consumer<EngineEvent> action = event -> {};

    private final EngineAccess access =
            new EngineAccess(new NodeEngine(CONFIG, new Random(1)::nextLong), new EngineAccess.Actor() {
                @Override
                public void act(EngineEvent event) {
                    if (event instanceof EngineEvent.Dial dial) {
                        dials.add(dial);
                    }
                    action.accept(event);
                }

                @Override
                public void callSteward() {
                    steward().call();
                }
            });
    private static final Steward.Duties NO_DUTIES = new Steward.Duties() {
        @Override
        public void tick(long nowNanos) {}

        @Override
        public long deadline() {
            return Long.MAX_VALUE;
        }
    };

    private final Steward steward = new Steward(access, NO_DUTIES, "steward-test", FOR_EVER);

    private Steward steward() {
        return steward;
    }

    @AfterEach
    void stop() {
        steward.stop();
    }

    private interface Use {
        void of(NodeEngine engine);
    }

    private void use(Use use) {
        NodeEngine engine = access.enter();
        try {
            use.of(engine);
        } finally {
            access.exit();
        }
    }

    private EngineEvent.Dial nextDial() throws InterruptedException {
        EngineEvent.Dial dial = dials.poll(20, TimeUnit.SECONDS);
        assertNotNull(dial, "the steward did not dial");
        return dial;
    }

    @Test
    void aDeadlineThatComesNearerWakesTheStewardThatSleepsForEver() throws Exception {
        steward.start();
        Task.until(access::stewardIsAsleep);
        // As a reader thread does: nobody calls the steward, and it has more than a century to sleep.
        use(engine -> engine.join("localhost:1", access.now()));
        EngineEvent.Dial first = nextDial();
        Task.until(access::stewardIsAsleep);
        use(engine -> engine.dialFailed(first.dial(), "refused by the test", access.now()));
        nextDial();
    }

    @Test
    void anErrorInAnEventsActionEndsNeitherTheStewardNorTheCallItHappensIn() throws Exception {
        action = event -> {
            throw new AssertionError("thrown by the test's action");
        };
        steward.start();
        use(engine -> engine.join("localhost:1", access.now()));
        EngineEvent.Dial first = nextDial();
        use(engine -> engine.dialFailed(first.dial(), "refused by the test", access.now()));
        assertEquals("localhost:1", nextDial().address());
    }
}
