package dev.strait.cli.demo;

/** What a word is made of: the ASCII letters, lower-cased. Any other byte, of whatever encoding, stands between words. */
final class Letters {

    private static final byte[] LOWER_CASE = new byte[256];

    static {
        for (int letter = 'a'; letter <= 'z'; letter++) {
            LOWER_CASE[letter] = (byte) letter;
            LOWER_CASE[letter - 'a' + 'A'] = (byte) letter;
        }
    }

    private Letters() {}

    /** The letter in lower case, or 0 for a byte that is no letter. */
    static byte lowerCase(byte b) {
        return LOWER_CASE[b & 0xFF];
    }

    static boolean isLetter(byte b) {
        return lowerCase(b) != 0;
    }
}
