package dev.strait.cli.demo;

/** Names of files are chosen by others; what would steer the terminal is not printed. */
final class Printable {

    private Printable() {}

    /** The text with a question mark in the place of each control character. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
