package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every standing of a sender with every input (docs/protocol.md, "The receiver end"), before the outcome names it and after. */
class KnownSendersTest {
    private static final EndRef S = new EndRef(new NodeRef("s", 1, 1), 1);
    private static final List<String> STANDINGS = List.of("none", "streaming", "ended", "lost", "gone early");
    private static final Map<String, List<String>> FREE = Map.of(
            "opens", List.of("open", "open", "open", "open", "open"),
            "ends", List.of("over", "over", "over", "over", "over"),
            "ends without", List.of("lost", "lost", "lost", "lost", "lost"),
            "its stream is over", List.of("none", "open", "over", "lost", "none"),
            "its session is lost", List.of("none", "lost", "over", "lost", "lost"),
            "the directory: gone", List.of("none", "none", "none", "none", "none"),
            "the directory: gone, with a stream", List.of("none", "open", "over", "lost", "open"),
            "the directory: lost", List.of("lost", "open", "over", "lost", "open"),
            "the directory: named; its stream is over", List.of("none", "open", "over", "lost", "open"));
    private static final Map<String, List<String>> AWAITED = Map.of(
            "opens", List.of("open", "open", "open", "open", "open"),
            "ends", List.of("over", "over", "over", "over", "over"),
            "ends without", List.of("lost", "lost", "lost", "lost", "lost"),
            "its stream is over", List.of("open", "open", "over", "lost", "open"),
            "its session is lost", List.of("open", "lost", "over", "lost", "lost"),
            "the directory: gone", List.of("over", "open", "over", "over", "open"),
            "the directory: gone, with a stream", List.of("open", "open", "over", "lost", "open"),
            "the directory: lost", List.of("lost", "open", "over", "lost", "open"),
            "the directory: named; its stream is over", List.of("open", "open", "over", "lost", "open"));
    private static final Map<String, String> GONE = Map.of(
            "opens", "open",
            "ends", "over",
            "ends without", "lost",
            "its stream is over", "over",
            "its session is lost", "over",
            "the directory: gone", "over",
            "the directory: gone, with a stream", "over",
            "the directory: lost", "over",
            "the directory: named; its stream is over", "over");

    @Test
    void whatIsKnownOfASenderWithoutAnOutcome() {
        FREE.forEach((input, expected) -> assertEquals(expected, after(input, false), input));
    }

    @Test
    void whatIsKnownOfASenderThatTheOutcomeNames() {
        AWAITED.forEach((input, expected) -> assertEquals(expected, after(input, true), input));
    }

    /** Only an outcome that names a sender keeps in mind that it has gone in order. */
    @Test
    void whatIsKnownOfASenderThatHasGoneInOrder() {
        GONE.forEach((input, expected) -> {
            KnownSenders senders = new KnownSenders();
            senders.await(List.of(S));
            senders.gone(S, false);
            apply(senders, input);
            assertEquals(expected, standing(senders, true), input);
        });
    }

    /** What follows from an input in every standing. */
    private static List<String> after(String input, boolean awaited) {
        return STANDINGS.stream()
                .map(standing -> {
                    KnownSenders senders = new KnownSenders();
                    bring(senders, standing);
                    if (awaited) {
                        senders.await(List.of(S));
                    }
                    apply(senders, input);
                    return standing(senders, awaited);
                })
                .toList();
    }

    private static void bring(KnownSenders senders, String standing) {
        switch (standing) {
            case "none" -> {}
            case "streaming" -> senders.streams(S);
            case "ended" -> senders.ended(S, false);
            case "lost" -> senders.lost(S);
            case "gone early" -> {
                senders.streams(S);
                senders.gone(S, true);
            }
            default -> throw new AssertionError(standing);
        }
    }

    private static void apply(KnownSenders senders, String input) {
        switch (input) {
            case "opens" -> senders.streams(S);
            case "ends" -> senders.ended(S, false);
            case "ends without" -> senders.ended(S, true);
            case "its stream is over" -> senders.over(S);
            case "its session is lost" -> senders.lost(S, "cut");
            case "the directory: gone" -> senders.gone(S, false);
            case "the directory: gone, with a stream" -> senders.gone(S, true);
            case "the directory: lost" -> senders.lost(S);
            case "the directory: named; its stream is over" -> {
                senders.appeared(S);
                senders.over(S);
            }
            default -> throw new AssertionError(input);
        }
    }

    private static String standing(KnownSenders senders, boolean awaited) {
        if (senders.size() == 0) {
            return "none";
        }
        if (senders.hasLost(S)) {
            return "lost";
        }
        if (!awaited) {
            senders.await(List.of(S));
        }
        return senders.isSettled() ? "over" : "open";
    }

    @Test
    void whoeverAnOutcomeDoesNotNameIsNotExpectedAndCannotBeLost() {
        KnownSenders senders = new KnownSenders();
        assertTrue(senders.expects(S));
        senders.streams(S);
        senders.await(List.of());
        assertFalse(senders.expects(S));
        assertTrue(senders.isSettled());
        senders.ended(S, true);
        assertEquals(Map.of(), senders.whyLost(), "what it says is of another life");
    }

    @Test
    void whyASenderIsLostIsWhatWasSeenHereAheadOfTheDirectorysWord() {
        KnownSenders senders = new KnownSenders();
        EndRef other = new EndRef(S.node(), 2);
        senders.streams(S);
        senders.lost(S, "cut");
        senders.lost(other);
        assertEquals(Map.of("s", "cut"), senders.whyLost());
        senders.streams(S);
        assertEquals(Map.of("s", ReceiverEnd.LOST_BY_DIRECTORY), senders.whyLost(), "it has come back");
        senders.ended(S, true);
        assertEquals(Map.of("s", "cut"), senders.whyLost());
    }
}
