package dev.strait.examples;

/**
 * A program of this module with the name under which it is started.
 *
 * @param name what follows {@code strait example}: lower case, one word
 * @param purpose one line on what it shows
 * @param program its {@code main} method
 */
public record Example(String name, String purpose, Program program) {

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
