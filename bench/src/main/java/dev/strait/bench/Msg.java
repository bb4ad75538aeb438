package dev.strait.bench;

/**
 * The record that is measured: about 100 bytes as most codecs write it.
 *
 * @param id its number, in order
 * @param kind something small
 * @param text 60 characters
 * @param value something with a fraction
 */
public record Msg(long id, int kind, String text, double value) {
    private static final String TEXT = "the quick brown fox jumps over the lazy dog, and back again.";

    static Msg of(long id) {
        return new Msg(id, (int) (id & 7), TEXT, id * 0.5);
    }
}
