package dev.strait.bench.spi;

/**
 * The record that is measured: 71 to 80 bytes with Strait's codec, about 100 as most write it.
 *
 * @param id its number
 * @param kind something small
 * @param text 60 characters
 * @param value something with a fraction
 */
public record Msg(long id, int kind, String text, double value) {
    private static final String TEXT = "the quick brown fox jumps over the lazy dog, and back again.";

    /**
     * Makes one.
     *
     * @param id its number
     */
    public static Msg of(long id) {
        return of(id, (int) (id & 7));
    }

    /**
     * Makes one.
     *
     * @param id its number
     * @param kind whatever the scenario needs, such as the number of a sender
     */
    public static Msg of(long id, int kind) {
        return new Msg(id, kind, TEXT, id * 0.5);
    }

    /**
     * Makes the answer of a worker.
     *
     * @param worker the number of the worker, 0 or more
     */
    public Msg answer(int worker) {
        return new Msg(id, worker, text, value * 2);
    }

    /**
     * Checks that this is what {@link #answer} makes of a message that {@link #of(long)} made.
     *
     * @throws IllegalStateException if it is not
     */
    public void checkAnswer() {
        Run.require(value == id, "an answer is twice the value of its task");
    }
}
