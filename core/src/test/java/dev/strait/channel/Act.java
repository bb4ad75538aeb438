package dev.strait.channel;

import dev.strait.error.ChannelClosed;
import java.util.List;

/** What one thread of a {@link SmallProgram} does: one call. Channels and threads are known by their index. */
sealed interface Act {

    /** How long a call waits. */
    enum Patience {
        NONE,
        SOME,
        ENDLESS
    }

    /** How a channel is ended. */
    enum Ending {
        DONE,
        ERROR,
        CLOSE
    }

    /** One way on: a value sent into a channel, or one received from it. */
    record Way(boolean sends, int channel, int value) {

        Clause clause(List<LocalChannel<Integer>> channels) {
            LocalChannel<Integer> port = channels.get(channel);
            return sends ? port.sendClause(value) : port.receiveClause();
        }

        @Override
        public String toString() {
            return sends ? SmallProgram.name(channel) + "<-" + value : "<-" + SmallProgram.name(channel);
        }
    }

    /** Goes one of several ways, by a select; or the only one, by a plain call. */
    record Go(boolean selects, Patience patience, List<Way> ways) implements Act {

        @Override
        public String toString() {
            String what = selects ? "select" + ways : ways.getFirst().toString();
            return switch (patience) {
                case NONE -> "try " + what;
                case SOME -> "timed " + what;
                case ENDLESS -> what;
            };
        }
    }

    /** Ends a channel. */
    record End(int channel, Ending ending) implements Act {
        @Override
        public String toString() {
            return ending.toString().toLowerCase(java.util.Locale.ROOT) + " " + SmallProgram.name(channel);
        }
    }

    /** Interrupts another thread, wherever that is. */
    record Interrupt(int thread) implements Act {
        @Override
        public String toString() {
            return "interrupt " + thread;
        }
    }

    /** Does it, in the calling thread, and says what came of it, in the words of {@link AllowedOutcomes}. */
    static String perform(Act act, List<LocalChannel<Integer>> channels, List<Thread> threads, long someNanos) {
        switch (act) {
            case Go go -> {
                try {
                    return go.selects() ? select(go, channels, someNanos) : call(go, channels, someNanos);
                } catch (InterruptedException e) {
                    return AllowedOutcomes.INTERRUPTED;
                }
            }
            case End end -> {
                end(channels.get(end.channel()), end.ending());
                return AllowedOutcomes.DID;
            }
            case Interrupt interrupt -> {
                threads.get(interrupt.thread()).interrupt();
                return AllowedOutcomes.DID;
            }
        }
    }

    private static String call(Go go, List<LocalChannel<Integer>> channels, long someNanos)
            throws InterruptedException {
        Way way = go.ways().getFirst();
        LocalChannel<Integer> channel = channels.get(way.channel());
        Object result = switch (go.patience()) {
            case NONE -> way.sends() ? channel.tryPut(way.value()) : channel.tryTake();
            case SOME -> way.sends() ? channel.put(way.value(), someNanos) : channel.take(someNanos);
            case ENDLESS -> way.sends() ? channel.put(way.value()) : channel.take();
        };
        return result == Signal.EMPTY || result == Signal.FULL
                ? AllowedOutcomes.NOTHING
                : AllowedOutcomes.went(go, 0, result);
    }

    private static String select(Go go, List<LocalChannel<Integer>> channels, long someNanos)
            throws InterruptedException {
        Clause[] clauses = new Clause[go.ways().size()];
        for (int i = 0; i < clauses.length; i++) {
            clauses[i] = go.ways().get(i).clause(channels);
        }
        Selection.Choice choice = switch (go.patience()) {
            case NONE -> Selection.trySelect(clauses);
            case SOME -> Selection.select(someNanos, clauses);
            case ENDLESS -> Selection.select(Long.MAX_VALUE, clauses);
        };
        return choice == null ? AllowedOutcomes.NOTHING : AllowedOutcomes.went(go, choice.clause(), choice.result());
    }

    private static void end(LocalChannel<?> channel, Ending ending) {
        switch (ending) {
            case DONE -> channel.done();
            case ERROR -> channel.error(new IllegalStateException("an error"));
            case CLOSE -> channel.close();
        }
    }

    /** Which ending a closed channel tells. */
    static Ending endingOf(ChannelClosed cause) {
        return switch (cause.getClass().getSimpleName()) {
            case "ChannelDone" -> Ending.DONE;
            case "ChannelFailed" -> Ending.ERROR;
            case "ClosedWithoutDone" -> Ending.CLOSE;
            default -> throw new AssertionError(cause);
        };
    }
}
