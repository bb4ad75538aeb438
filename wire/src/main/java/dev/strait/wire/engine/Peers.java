package dev.strait.wire.engine;

import dev.strait.wire.frame.NodeRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes this one wants a link to, and when to dial them: at once, then after pauses that double up to a limit, each address of a
 * node in turn. A node that stays out of reach for a while counts as unreachable; it is dialled on. Not thread-safe.
 */
final class Peers {
    /** A node that is wanted. */
    private static final class Wanted {
        final List<String> addresses;
        boolean dialHere;
        /** Whether it is wanted because a session with it is suspended. */
        boolean resumes;

        final long since;
        int attempts;
        long nextDialAt;
        boolean dialling;
        /** The last dial that is under way, and since when. */
        long dial;

        long dialledAt;
        /** Whether it has made a connection, on which the handshake is under way. */
        boolean answered;
        /** Whether nothing has come of the last dial for so long that another was due beside it: those that follow are likely to take as long. */
        boolean silent;

        boolean unreachable;

        Wanted(List<String> addresses, long nowNanos) {
            this.addresses = addresses;
            this.since = nowNanos;
            this.nextDialAt = nowNanos;
        }

        /** When it is to be dialled next. A session has little time: where a dial is not answered the next address is tried beside it. */
        long dialAt() {
            if (!dialHere) {
                return Long.MAX_VALUE;
            }
            if (!dialling) {
                return nextDialAt;
            }
            return resumes && !answered ? dialledAt + UNANSWERED_NANOS : Long.MAX_VALUE;
        }

        Rank rank() {
            if (dialling) {
                return Rank.BESIDE;
            }
            if (silent) {
                return Rank.SILENT;
            }
            return resumes ? Rank.RESUMES : Rank.WANTED;
        }
    }

    /**
     * Who is dialled first, and how many dials may be under way for one more of that kind. Dials that nobody answers last for seconds each: those
     * are not to keep one from being made that is answered at once.
     */
    private enum Rank {
        /** A session has little time, and its node has not been found silent. */
        RESUMES(MOST_DIALS),
        WANTED(MOST_DIALS * 7 / 8),
        SILENT(MOST_DIALS * 3 / 4),
        /** There is a dial under way for it. */
        BESIDE(MOST_DIALS / 2);

        final int mostDials;

        Rank(int mostDials) {
            this.mostDials = mostDials;
        }
    }

    /** Whoever is to be dialled now: it is dialled after all of a lower rank, and those of its own that were due before. */
    private record Due(NodeRef node, Wanted peer, Rank rank, long sinceNanos) {
        static final Comparator<Due> FIRST = Comparator.comparing(Due::rank).thenComparingLong(Due::sinceNanos);
    }

    /** How long a node leaves it to the other, which had dialled before, to dial again. */
    private static final long LEFT_TO_OTHER_NANOS = 250_000_000;

    /** Not a dial. */
    private static final long NONE = 0;

    /** How long a dial for a session, or for the directory, is waited for before another is made beside it. */
    private static final long UNANSWERED_NANOS = 1_000_000_000;

    /** Most dials under way: each has a thread, and strangers may name addresses where nobody answers. */
    private static final int MOST_DIALS = 64;

    private final EngineConfig.Times times;
    private final Events events;
    private final LongSupplier random;
    private final Map<NodeRef, Wanted> wanted = new LinkedHashMap<>();
    private final Map<Long, Target> dials = new HashMap<>();
    private @Nullable String directory;
    private boolean directoryUp;
    private int directoryAttempts;
    private long directoryDialAt = Long.MAX_VALUE;
    /** The last dial for it that is not answered, beside which another is made before long; {@link #NONE} if there is none. */
    private long directoryDial = NONE;

    private long lastDirectoryDial = NONE;
    private long nextDial = 1;
    private boolean stopped;

    /** Whom a dial was for: a node, or whoever answers at the directory's address. */
    sealed interface Target {
        /** Where it was dialled. */
        String address();

        record Node(NodeRef node, String address, long dial) implements Target {}

        record Directory(String address, long dial) implements Target {}
    }

    Peers(EngineConfig.Times times, Events events, LongSupplier random) {
        this.times = times;
        this.events = events;
        this.random = random;
    }

    /** Wants a link to the node; {@code dialHere} if this side is to dial it. Saying it again adds to that only. */
    void want(NodeRef node, List<String> addresses, boolean dialHere, long nowNanos) {
        if (stopped) {
            return;
        }
        Wanted peer = wanted.computeIfAbsent(node, _ -> new Wanted(addresses, nowNanos));
        peer.dialHere |= dialHere && !peer.addresses.isEmpty();
    }

    /** Wants another connection for a session with the node: now, if this side dialled the last one, else before long. */
    void resume(NodeRef node, List<String> addresses, boolean dialledHere, long nowNanos) {
        if (stopped) {
            return;
        }
        wanted.remove(node);
        Wanted peer = new Wanted(addresses, dialledHere ? nowNanos : nowNanos + LEFT_TO_OTHER_NANOS);
        peer.dialHere = !addresses.isEmpty();
        peer.resumes = true;
        wanted.put(node, peer);
    }

    /** There is no session with the node any more for which it was wanted. */
    void resumeNoMore(NodeRef node) {
        Wanted peer = wanted.get(node);
        if (peer != null && peer.resumes) {
            wanted.remove(node);
        }
    }

    /** A link to the node is up. */
    void reached(NodeRef node) {
        wanted.remove(node);
    }

    /** Whether any link is wanted and not up. */
    boolean wantsAny() {
        return !wanted.isEmpty();
    }

    /** Forgets those that nobody needs any more, but for those with a session. */
    void keepOnly(Set<NodeRef> needed) {
        wanted.entrySet().removeIf(it -> !it.getValue().resumes && !needed.contains(it.getKey()));
    }

    boolean isUnreachable(NodeRef node) {
        Wanted peer = wanted.get(node);
        return peer != null && peer.unreachable;
    }

    /** From now on, keeps a link to the directory behind this address. */
    void wantDirectory(String address, long nowNanos) {
        if (stopped) {
            return;
        }
        directory = address;
        directoryAttempts = 0;
        directoryDialAt = directoryUp ? Long.MAX_VALUE : nowNanos;
    }

    /** The link to the directory is up. */
    void directoryReached() {
        directoryUp = true;
        directoryAttempts = 0;
        directoryDial = NONE;
        directoryDialAt = Long.MAX_VALUE;
    }

    /** The link to the directory is lost: dials again after a pause. */
    void directoryLost(long nowNanos) {
        directoryUp = false;
        redialDirectory(nowNanos);
    }

    private void redialDirectory(long nowNanos) {
        if (directory != null) {
            directoryDial = NONE;
            directoryDialAt = nowNanos + pause(directoryAttempts++);
        }
    }

    /** Stops dialling for good: whatever is wanted from now on is not. */
    void stop() {
        stopped = true;
        wanted.clear();
        directory = null;
        directoryDialAt = Long.MAX_VALUE;
    }

    /** Whom the dial was for; null if it is not wanted any more. Asked once. */
    @Nullable
    Target answered(long dial) {
        Target target = dials.remove(dial);
        if (target instanceof Target.Node it) {
            Wanted peer = wanted.get(it.node());
            if (peer != null) {
                peer.answered |= peer.dial == dial;
            }
        } else if (dial == directoryDial) {
            directoryDial = NONE;
            directoryDialAt = Long.MAX_VALUE;
        }
        return target;
    }

    /**
     * A dial, or the handshake after it, came to nothing.
     *
     * @return whether that matters: not for the directory if another connection leads there
     */
    boolean failed(Target target, long nowNanos) {
        return switch (target) {
            case Target.Directory it -> {
                if (!directoryUp && it.dial() == lastDirectoryDial) {
                    redialDirectory(nowNanos);
                }
                yield !directoryUp;
            }
            case Target.Node it -> {
                Wanted peer = wanted.get(it.node());
                if (peer != null && peer.dial == it.dial()) {
                    peer.dialling = false;
                    peer.silent = nowNanos - peer.dialledAt >= UNANSWERED_NANOS;
                    peer.nextDialAt = nowNanos + pause(peer.attempts / Math.max(1, peer.addresses.size()));
                    peer.attempts++;
                }
                yield peer != null;
            }
        };
    }

    /** Dials those whose time has come. @return whether a node has become unreachable */
    boolean tick(long nowNanos) {
        if (directory != null && nowNanos >= directoryDialAt && mayDialDirectory()) {
            directoryDial = nextDial++;
            lastDirectoryDial = directoryDial;
            directoryDialAt = nowNanos + UNANSWERED_NANOS;
            dial(directoryDial, new Target.Directory(directory, directoryDial));
        }
        boolean lost = false;
        List<Due> due = new ArrayList<>();
        for (Map.Entry<NodeRef, Wanted> entry : wanted.entrySet()) {
            Wanted peer = entry.getValue();
            if (!peer.unreachable && !peer.resumes && nowNanos - peer.since >= times.unreachableNanos()) {
                peer.unreachable = true;
                lost = true;
            }
            if (nowNanos >= peer.dialAt() && mayDial(peer.rank())) {
                due.add(new Due(entry.getKey(), peer, peer.rank(), peer.dialAt()));
            }
        }
        due.sort(Due.FIRST);
        for (Due each : due) {
            if (mayDial(each.rank())) {
                dial(each.node(), each.peer(), nowNanos);
            }
        }
        return lost;
    }

    private boolean mayDialDirectory() {
        return directoryDial == NONE || mayDial(Rank.BESIDE);
    }

    private boolean mayDial(Rank rank) {
        return dials.size() < rank.mostDials;
    }

    long deadline() {
        long deadline = mayDialDirectory() ? directoryDialAt : Long.MAX_VALUE;
        for (Wanted peer : wanted.values()) {
            if (mayDial(peer.rank())) {
                deadline = Math.min(deadline, peer.dialAt());
            }
            if (!peer.unreachable && !peer.resumes) {
                deadline = Math.min(deadline, peer.since + times.unreachableNanos());
            }
        }
        return deadline;
    }

    private void dial(NodeRef node, Wanted peer, long nowNanos) {
        if (peer.dialling) {
            peer.attempts++; // nobody has answered there so far
        }
        peer.dialling = true;
        peer.dialledAt = nowNanos;
        peer.answered = false;
        peer.dial = nextDial++;
        dial(peer.dial, new Target.Node(node, peer.addresses.get(peer.attempts % peer.addresses.size()), peer.dial));
    }

    private void dial(long dial, Target target) {
        dials.put(dial, target);
        events.add(new EngineEvent.Dial(dial, target.address()));
    }

    /** Doubled with every attempt, and shortened at random by up to a half, so that many do not dial all at once. */
    private long pause(int attempts) {
        long longest = Math.min(times.maxRedialNanos(), times.firstRedialNanos() << Math.min(attempts, 20));
        return longest - Math.floorMod(random.getAsLong(), Math.max(1, longest / 2));
    }
}
