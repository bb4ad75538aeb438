package dev.strait.bench.micro;

/**
 * The record that is measured.
 *
 * @param id its number
 * @param kind something small
 * @param text 60 characters of ASCII
 * @param value something with a fraction
 */
public record Sample(long id, int kind, String text, double value) {

    private static final String TEXT = "the quick brown fox jumps over the lazy dog, and back again.";

    /** How many different ones a benchmark goes through, so that no value is a constant of the compiled code; a power of two. */
    static final int COUNT = 256;

    /** Ids of two and three bytes, and a text of its own for each, so that nothing is in hand from the last one. */
    static Sample[] some() {
        Sample[] samples = new Sample[COUNT];
        for (int i = 0; i < COUNT; i++) {
            long id = 5000 + i * 37L;
            samples[i] = new Sample(id, i & 7, TEXT.substring(0, 57) + (100 + i), id * 0.5);
        }
        return samples;
    }
}
