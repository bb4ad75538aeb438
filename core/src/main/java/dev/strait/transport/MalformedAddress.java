package dev.strait.transport;

/** The one wording of the error for a text that is no address. */
final class MalformedAddress {
    private MalformedAddress() {}

    static IllegalArgumentException of(String text, String why) {
        return new IllegalArgumentException("address '" + text + "': " + why);
    }
}
