package dev.strait.runtime;

import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The values of a sender whose fate its program asked for, by their place among all that it has sent. Safe for any thread. What a program does
 * when it hears of a fate runs on a virtual thread of its own, and holds up no link.
 */
final class Posts {
    private final NavigableMap<Long, Post> open = new ConcurrentSkipListMap<>();

    /** A value that is about to be sent. */
    void add(long place, Post post) {
        open.put(place, post);
    }

    /** It was not sent after all. */
    void remove(long place) {
        open.remove(place);
    }

    /** What became of some values has come to be known. Holding no lock. Never blocks. */
    void answered(Answer answer) {
        NavigableMap<Long, Post> these =
                open.subMap(answer.firstPlace(), true, answer.firstPlace() + answer.messages() - 1, true);
        List<Post> posts = new ArrayList<>(these.size());
        for (Long place : these.keySet()) {
            Post post = open.remove(place);
            if (post != null) {
                posts.add(post);
            }
        }
        settle(posts, outcome(answer.fate()), answer.node(), answer.why());
    }

    private static Post.Outcome outcome(Fate fate) {
        return switch (fate) {
            case ACKNOWLEDGED -> Post.Outcome.DELIVERED;
            case DEAD_LETTERED, UNDELIVERED -> Post.Outcome.NOT_DELIVERED;
            case DROPPED, UNKNOWN -> Post.Outcome.UNKNOWN;
        };
    }

    /** Nothing more will be known. */
    void giveUp(String why) {
        List<Post> posts = new ArrayList<>(open.values());
        open.clear();
        settle(posts, Post.Outcome.UNKNOWN, "", why);
    }

    private static void settle(List<Post> posts, Post.Outcome outcome, String node, String why) {
        if (!posts.isEmpty()) {
            new Telling(posts, it -> it.settle(outcome, node, why)).start();
        }
    }

    /**
     * Tells several of their fate, in one thread: one for each would cost more than all else that a post costs. What a program does when it
     * is told may wait, even for the fate of one that is yet to be told; then another thread goes on with those.
     */
    private static final class Telling {
        private static final Duration PATIENCE = Duration.ofMillis(10);

        private final List<Post> posts;
        private final Consumer<Post> tell;
        private final AtomicInteger next = new AtomicInteger();

        Telling(List<Post> posts, Consumer<Post> tell) {
            this.posts = posts;
            this.tell = tell;
        }

        void start() {
            work();
            if (posts.size() > 1) {
                Thread.ofVirtual().name("strait-posts-watch").start(this::watch);
            }
        }

        private void work() {
            Thread.ofVirtual().name("strait-posts").start(() -> {
                for (int at = next.getAndIncrement(); at < posts.size(); at = next.getAndIncrement()) {
                    tell.accept(posts.get(at));
                }
            });
        }

        private void watch() {
            int seen = -1;
            for (int at = next.get(); at < posts.size(); at = next.get()) {
                if (at == seen) {
                    work();
                }
                seen = at;
                LockSupport.parkNanos(PATIENCE.toNanos());
            }
        }
    }
}
