package dev.strait.examples;

/**
 * A program of this module with the name under which it is started.
 *
 * @param name what follows {@code strait example}: lower case, one word
 * @param purpose one line on what it shows
 * @param program its {@code main} method
 */
public record Example(String name, String purpose, Program program) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is not one lower-case word
     */
    public Example {
        if (!name.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("an example's name is one lower-case word, not '" + name + "'");
        }
    }

    /** The shape of a {@code main} method. */
    @FunctionalInterface
    public interface Program {

        /**
         * Runs the program in the calling thread until it has ended.
         *
         * @param arguments those after the name
         * @throws Exception as the program fails
         */
        void main(String... arguments) throws Exception;
    }
}
