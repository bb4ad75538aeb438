package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Fate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PostsTest {
    private static final int COUNT = 100;

    private final Posts posts = new Posts();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch all = new CountDownLatch(COUNT);

    private Post noting(long place) {
        return (outcome, node, why) -> {
            told.add(place + " " + outcome + " " + node + why);
            all.countDown();
        };
    }

    @Test
    void eachThatWaitsForTheLastHoldsUpNoOther() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        for (long place = 0; place < COUNT - 1; place++) {
            posts.add(place, (_, _, _) -> {
                awaitUnlessInterrupted(last);
                all.countDown();
            });
        }
        posts.add(COUNT - 1, (_, _, _) -> {
            last.countDown();
            all.countDown();
        });
        posts.answered(new Answer(0, COUNT, Fate.ACKNOWLEDGED, "far", ""));
        assertTrue(all.await(20, TimeUnit.SECONDS));
    }

    private static void awaitUnlessInterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eachIsToldOnceAndOfItsOwnValue() throws InterruptedException {
        for (long place = 0; place < COUNT; place++) {
            posts.add(place, noting(place));
        }
        posts.remove(7);
        posts.add(7, noting(7));
        posts.answered(new Answer(10, 1, Fate.DROPPED, "far", " lost"));
        posts.answered(new Answer(10, 2, Fate.ACKNOWLEDGED, "far", ""));
        posts.answered(new Answer(COUNT, 5, Fate.ACKNOWLEDGED, "far", ""));
        posts.giveUp("closed");
        assertTrue(all.await(20, TimeUnit.SECONDS));
        List<String> expected = new ArrayList<>();
        for (long place = 0; place < COUNT; place++) {
            expected.add(place + " UNKNOWN closed");
        }
        expected.set(10, "10 UNKNOWN far lost");
        expected.set(11, "11 DELIVERED far");
        assertEquals(expected.stream().sorted().toList(), told.stream().sorted().toList());
    }
}
