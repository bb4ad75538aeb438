package dev.strait;

import dev.strait.channel.Clause;
import dev.strait.channel.ReceivePort;
import dev.strait.channel.Refusal;
import dev.strait.channel.Selection;
import dev.strait.channel.Signal;
import dev.strait.error.ChannelClosed;
import dev.strait.error.StraitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Waits for several channels at once and carries out exactly one of its clauses: receives from one, or sends into one. It is the
 * {@code select} statement of Go; the clauses may be any mixture of local channels and remote ends.
 *
 * {@snippet :
 * String line = Select.<String>of()
 *         .receive(words, word -> "word " + word)
 *         .receive(numbers, number -> "number " + number, cause -> "no more numbers")
 *         .send(requests, "more", () -> "asked for more")
 *         .within(Duration.ofSeconds(1), () -> "nothing for a second");
 * }
 *
 * <p><b>Which clause.</b> One that is ready; among several, each is equally likely, in whatever order they were given. If
 * none is ready, {@link #await()} waits for the first, {@link #within} waits for a time, and {@link #orElse} does not wait. These give
 * what the handler gave; {@link #choose()}, {@link #choose(Duration)} and {@link #tryChoose()} wait in the same ways, and also say which
 * clause it was.
 *
 * <p><b>Clauses that are off.</b> A clause on {@link Channel#never()} is never ready, so that it takes no part, and is counted all the same: the
 * other clauses keep their numbers. A select over nothing else waits until its time limit or an interrupt.
 *
 * <p><b>Channels that have ended.</b> A clause on a channel that has ended (for a receive: and whose values are all
 * taken) is ready, always, as in Go. When it is chosen, its {@code onClosed} gives the result; if it has none, the select throws the
 * channel's {@link ChannelClosed}; a {@code choose} gives it as {@link Selected.Closed} and calls no handler. A loop that goes on with its other
 * channels puts {@link Channel#never()} in place of that one from then on.
 *
 * <p><b>Handlers</b> run in the calling thread, after the exchange and without any lock, so they may block and use channels; what
 * they throw, the select throws. A handler gives the result of the select; {@code R} may be {@code Void}, and the result
 * {@code null}, where there is nothing to give.
 *
 * <p><b>Interrupts.</b> A select that waits and whose thread is interrupted throws
 * {@link InterruptedException}, and then no clause was carried out. If one was in the same moment, its handler runs, with the
 * thread's interrupt flag left set.
 *
 * <p><b>Capacity 0 between nodes.</b> A clause on a remote end of capacity 0 is ready when the other node says so. Therefore {@link #orElse},
 * {@link #tryChoose()} and time limits of zero ask it if it is known that somebody waits there, which takes up to a round trip, and at most about a second. The value of a send clause
 * may be out when the time limit or an interrupt comes; the select then ends with its verdict, or when the link is lost (3 s of silence, or 5 s
 * in which a peer that is alive does not answer that it is withdrawn), and so may exceed the time limit by that. If the link is lost first, the
 * select throws {@link dev.strait.error.OutcomeUnknown}.
 *
 * <p>A select is built and run by one thread. It may be run again, and then offers the same clauses and the same values.
 *
 * @param <R> the type of the result
 */
public final class Select<R extends @Nullable Object> {

    /** For how many clauses there is room at first. */
    private static final int CLAUSES = 8;

    /**
     * What to do with a received value.
     *
     * @param <T> the type of the value
     * @param <R> the type of the result
     */
    @FunctionalInterface
    public interface OnValue<T, R extends @Nullable Object> {
        /**
         * Handles the value.
         *
         * @param value the value
         * @return the result of the select
         * @throws InterruptedException if the thread was interrupted in a blocking call
         */
        R received(T value) throws InterruptedException;
    }

    /**
     * What to do after a value was sent, when the time went by, or when no clause was ready.
     *
     * @param <R> the type of the result
     */
    @FunctionalInterface
    public interface Then<R extends @Nullable Object> {
        /**
         * Goes on.
         *
         * @return the result of the select
         * @throws InterruptedException if the thread was interrupted in a blocking call
         */
        R run() throws InterruptedException;
    }

    /**
     * What to do when the channel of the chosen clause had ended.
     *
     * @param <R> the type of the result
     */
    @FunctionalInterface
    public interface OnClosed<R extends @Nullable Object> {
        /**
         * Handles the end.
         *
         * @param cause how the channel ended
         * @return the result of the select
         * @throws InterruptedException if the thread was interrupted in a blocking call
         */
        R closed(ChannelClosed cause) throws InterruptedException;
    }

    /** What belongs to a clause; {@code number} is its place among all that were added. */
    private sealed interface Branch<R extends @Nullable Object> {
        int number();

        OnClosed<? extends R> onClosed();

        /** After {@code CLOSED}: why. */
        ChannelClosed cause();

        /** The result of any other outcome. */
        R finish(Object outcome) throws InterruptedException;
    }

    private record Receiving<T, R extends @Nullable Object>(
            int number, ReceivePort<T> port, OnValue<? super T, ? extends R> onValue, OnClosed<? extends R> onClosed)
            implements Branch<R> {
        @Override
        public ChannelClosed cause() {
            return port.cause();
        }

        @Override
        public R finish(Object item) throws InterruptedException {
            return onValue.received(port.open(item));
        }
    }

    private record Sending<R extends @Nullable Object>(
            int number, Ports.Sending sending, Then<? extends R> then, OnClosed<? extends R> onClosed)
            implements Branch<R> {
        @Override
        public ChannelClosed cause() {
            return sending.cause().get();
        }

        @Override
        public R finish(Object accepted) throws InterruptedException {
            return then.run();
        }
    }

    /** Those that can ever be ready; clauses on {@link Channel#never()} are only counted. */
    private final List<Clause> clauses = new ArrayList<>(CLAUSES);

    /** Of each of {@link #clauses}, at the same index. */
    private final List<Branch<R>> branches = new ArrayList<>(CLAUSES);

    private int added;

    /** The clauses as they are offered, once they have been and until another is added; nobody changes the array. */
    private Clause @Nullable [] offered;

    private Select() {}

    /**
     * Starts a select without clauses.
     *
     * @param <R> the type of the result, mostly written out: {@code Select.<String>of()}
     * @return a new select
     */
    public static <R extends @Nullable Object> Select<R> of() {
        return new Select<>();
    }

    /**
     * Adds a clause that receives. If it is chosen and the channel has ended, the select throws how.
     *
     * @param from the channel or remote end to receive from; it may stand in several clauses
     * @param onValue gives the result from the value
     * @param <T> the type of the values
     * @return this select
     */
    public <T> Select<R> receive(Receiver<T> from, OnValue<? super T, ? extends R> onValue) {
        return receive(from, onValue, cause -> {
            throw cause;
        });
    }

    /**
     * Adds a clause that receives, and says what to do if it is chosen and the channel has ended.
     *
     * @param from the channel or remote end to receive from; it may stand in several clauses
     * @param onValue gives the result from the value
     * @param onClosed gives the result when the channel has ended and everything that had arrived is taken
     * @param <T> the type of the values
     * @return this select
     */
    public <T> Select<R> receive(
            Receiver<T> from, OnValue<? super T, ? extends R> onValue, OnClosed<? extends R> onClosed) {
        Objects.requireNonNull(onValue, "onValue");
        Objects.requireNonNull(onClosed, "onClosed");
        int number = added;
        if (!Ports.isNever(from)) {
            ReceivePort<T> port = Ports.of(from);
            add(port.receiveClause());
            branches.add(new Receiving<>(number, port, onValue, onClosed));
        }
        added++;
        return this;
    }

    /**
     * Adds a clause that sends. If it is chosen and the channel has ended, the select throws how.
     *
     * @param to the channel to send into; it may stand in several clauses
     * @param value what to send, not {@code null}
     * @param then gives the result after the value was sent
     * @param <T> the type of the values
     * @return this select
     * @throws dev.strait.error.EncodeFailed if {@code to} is a remote end and the value cannot be encoded, which happens here
     * @throws dev.strait.error.MessageTooLarge likewise, if it is too large
     */
    public <T> Select<R> send(Sender<? super T> to, T value, Then<? extends R> then) {
        return send(to, value, then, cause -> {
            throw cause;
        });
    }

    /**
     * Adds a clause that sends, and says what to do if it is chosen and the channel has ended.
     *
     * @param to the channel to send into; it may stand in several clauses
     * @param value what to send, not {@code null}
     * @param then gives the result after the value was sent
     * @param onClosed gives the result when the channel has ended; the value was not sent
     * @param <T> the type of the values
     * @return this select
     * @throws dev.strait.error.EncodeFailed if {@code to} is a remote end and the value cannot be encoded, which happens here
     * @throws dev.strait.error.MessageTooLarge likewise, if it is too large
     */
    public <T> Select<R> send(Sender<? super T> to, T value, Then<? extends R> then, OnClosed<? extends R> onClosed) {
        Objects.requireNonNull(value, Channel.NULL_VALUE);
        Objects.requireNonNull(then, "then");
        Objects.requireNonNull(onClosed, "onClosed");
        int number = added;
        if (!Ports.isNever(to)) {
            Ports.Sending sending = Ports.sendClause(to, value);
            add(sending.clause());
            branches.add(new Sending<>(number, sending, then, onClosed));
        }
        added++;
        return this;
    }

    /**
     * Waits until a clause is ready, and carries it out.
     *
     * @return what the clause's handler gave
     * @throws ChannelClosed if the chosen clause's channel had ended and the clause has no {@code onClosed}
     * @throws dev.strait.error.DecodeFailed if what a remote sender sent is not a value; the channel goes on
     * @throws dev.strait.error.OutcomeUnknown if the chosen clause sends to a remote end of capacity 0 and the link was lost while its value
     *     was out: it may or may not have been taken, no other clause was carried out, and the channel goes on
     * @throws IllegalStateException if there is no clause
     * @throws InterruptedException if the thread is interrupted and no clause was carried out, or a handler threw it
     */
    public R await() throws InterruptedException {
        return finish(first());
    }

    /**
     * Waits for a clause at most for the given time.
     *
     * @param timeout how long to wait; zero or less does not wait
     * @param timedOut gives the result if no clause was ready in time; none was carried out
     * @return what the clause's handler, or {@code timedOut}, gave
     * @throws ChannelClosed as {@link #await()}
     * @throws dev.strait.error.DecodeFailed as {@link #await()}
     * @throws dev.strait.error.OutcomeUnknown as {@link #await()}
     * @throws InterruptedException as {@link #await()}
     */
    public R within(Duration timeout, Then<? extends R> timedOut) throws InterruptedException {
        Objects.requireNonNull(timedOut, "timedOut");
        Selection.Choice choice = Selection.select(Results.nanos(timeout), offered());
        return choice == null ? timedOut.run() : finish(choice);
    }

    /**
     * Carries out a clause that is ready now. Does not wait and does not look at the interrupt flag.
     *
     * @param otherwise gives the result if no clause was ready
     * @return what the clause's handler, or {@code otherwise}, gave
     * @throws ChannelClosed as {@link #await()}
     * @throws dev.strait.error.DecodeFailed as {@link #await()}
     * @throws dev.strait.error.OutcomeUnknown as {@link #await()}
     * @throws InterruptedException if a handler threw it
     */
    public R orElse(Then<? extends R> otherwise) throws InterruptedException {
        Objects.requireNonNull(otherwise, "otherwise");
        Selection.Choice choice = Selection.trySelect(offered());
        return choice == null ? otherwise.run() : finish(choice);
    }

    /**
     * Waits until a clause is ready, carries it out, and says which one it was. If its channel had ended, this says how, and throws
     * nothing; {@code onClosed} handlers do not run.
     *
     * @return {@link Selected.CarriedOut} with what the clause's handler gave, or {@link Selected.Closed}
     * @throws dev.strait.error.DecodeFailed as {@link #await()}
     * @throws dev.strait.error.OutcomeUnknown as {@link #await()}
     * @throws IllegalStateException if there is no clause
     * @throws InterruptedException as {@link #await()}
     */
    public Selected<R> choose() throws InterruptedException {
        return selected(first());
    }

    /**
     * As {@link #choose()}, and waits at most for the given time.
     *
     * @param timeout how long to wait; zero or less does not wait
     * @return {@link Selected.CarriedOut} with what the clause's handler gave, {@link Selected.Closed}, or {@link Selected.None} if the time
     *     went by; then none was carried out
     * @throws dev.strait.error.DecodeFailed as {@link #await()}
     * @throws dev.strait.error.OutcomeUnknown as {@link #await()}
     * @throws InterruptedException as {@link #await()}
     */
    public Selected<R> choose(Duration timeout) throws InterruptedException {
        return selected(Selection.select(Results.nanos(timeout), offered()));
    }

    /**
     * As {@link #choose()}, but does not wait and does not look at the interrupt flag.
     *
     * @return {@link Selected.CarriedOut} with what the clause's handler gave, {@link Selected.Closed}, or {@link Selected.None} if no
     *     clause was ready
     * @throws dev.strait.error.DecodeFailed as {@link #await()}
     * @throws dev.strait.error.OutcomeUnknown as {@link #await()}
     * @throws InterruptedException if a handler threw it
     */
    public Selected<R> tryChoose() throws InterruptedException {
        return selected(Selection.trySelect(offered()));
    }

    private Selection.Choice first() throws InterruptedException {
        if (added == 0) {
            throw new IllegalStateException(
                    "a select without a clause would wait for ever; add one, or give a time limit or a default");
        }
        // Without a time limit there is always a choice.
        return Objects.requireNonNull(Selection.select(Results.FOREVER, offered()));
    }

    private void add(Clause clause) {
        clauses.add(clause);
        offered = null;
    }

    private Clause[] offered() {
        Clause[] all = offered;
        if (all == null) {
            all = clauses.toArray(new Clause[0]);
            offered = all;
        }
        return all;
    }

    private R finish(Selection.Choice choice) throws InterruptedException {
        Branch<R> branch = branches.get(choice.clause());
        ChannelClosed closed = closed(choice, branch);
        return closed == null
                ? branch.finish(choice.result())
                : branch.onClosed().closed(closed);
    }

    /** How the channel of the chosen clause had ended; {@code null} if the clause was carried out. */
    private @Nullable ChannelClosed closed(Selection.Choice choice, Branch<R> branch) {
        if (choice.result() == Signal.CLOSED) {
            return branch.cause();
        }
        if (!(choice.result() instanceof Refusal refusal)) {
            return null;
        }
        StraitException cause = refusal.cause();
        if (cause instanceof ChannelClosed closed) {
            return closed;
        }
        throw cause;
    }

    private Selected<R> selected(Selection.@Nullable Choice choice) throws InterruptedException {
        if (choice == null) {
            return new Selected.None<>();
        }
        Branch<R> branch = branches.get(choice.clause());
        ChannelClosed closed = closed(choice, branch);
        return closed == null
                ? new Selected.CarriedOut<>(branch.number(), branch.finish(choice.result()))
                : new Selected.Closed<>(branch.number(), closed);
    }
}
