package dev.strait.runtime;

import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Fate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

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
        settle(posts, Post.Outcome.UNKNOWN, null, why);
    }

    private static void settle(Collection<Post> posts, Post.Outcome outcome, @Nullable String node, String why) {
        if (!posts.isEmpty()) {
            Thread.ofVirtual()
                    .name("strait-posts")
                    .start(() -> posts.forEach(it -> settle(it, outcome, node == null ? "" : node, why)));
        }
    }

    private static void settle(Post post, Post.Outcome outcome, String node, String why) {
        if (post.isAwaited()) {
            Thread.ofVirtual().name("strait-post").start(() -> post.settle(outcome, node, why));
        } else {
            post.settle(outcome, node, why);
        }
    }
}
