package dev.strait.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a file into pieces such that no word reaches over the end of a piece. Not thread-safe; one buffer serves all files.
 *
 * <p>A file up to the piece size is one piece. In a larger one the cut is made between two bytes that are not both
 * letters, at the last such place within the piece size, and what is behind it starts the next piece. So the pieces can
 * go to different workers, and nothing has to be mended when the results are merged.
 *
 * <p>There is no such place if a word is longer than a piece. Such a word is not sent at all: the cutter reads on to its
 * end and hands it over as a {@linkplain Parts#longWord long word}, already in lower case, for the merging side to count.
 * That is right for a word of any length at the price of its length in memory, so the length has a limit.
 */
final class Cutter {

    /** How many bytes at most travel as one piece: 8 MiB. */
    static final int PIECE_BYTES = 8 << 20;

    /** A NUL byte in this many first bytes makes a file one that is skipped: 8 KiB. */
    static final int NUL_SEARCH_BYTES = 8 << 10;

    /** The length of the longest word that is counted: 256 MiB. A file with a longer one counts as unreadable. */
    static final int LONGEST_WORD_BYTES = 256 << 20;

    /** Takes what a file is cut into. Calls may block, which holds up the reading. */
    interface Parts {
        /**
         * The next piece. The last one may be empty; a file has at least one.
         *
         * @param bytes the piece, which the callee may keep
         * @param last whether the end of the file has been seen; nothing follows then
         */
        void piece(byte[] bytes, boolean last) throws InterruptedException;

        /** A word, in lower case, longer than the piece size and in no piece. */
        void longWord(String word);
    }

    private final int longestWord;

    /** One byte more than a piece: it tells whether the file goes on, and whether a word goes on over the end of a piece. */
    private final byte[] buffer;

    Cutter() {
        this(PIECE_BYTES, LONGEST_WORD_BYTES);
    }

    /** For pieces of at most so many bytes and words of at most so many. */
    Cutter(int pieceBytes, int longestWord) {
        this.buffer = new byte[pieceBytes + 1];
        this.longestWord = longestWord;
    }

    /**
     * Cuts a file.
     *
     * @return false if the file has a NUL byte in its first 8 KiB; nothing has been handed over then
     * @throws IOException if the file cannot be read to its end, or has a word over the limit; parts of it may have been
     *     handed over before
     */
    boolean cut(InputStream in, Parts parts) throws IOException, InterruptedException {
        int filled = in.readNBytes(buffer, 0, Math.min(NUL_SEARCH_BYTES, buffer.length));
        if (hasNul(filled)) {
            return false;
        }
        while (true) {
            filled += in.readNBytes(buffer, filled, buffer.length - filled);
            if (filled < buffer.length) {
                parts.piece(Arrays.copyOf(buffer, filled), true);
                return true;
            }
            int cut = lastCut();
            if (cut == 0) {
                filled = readLongWord(in, parts);
            } else {
                parts.piece(Arrays.copyOf(buffer, cut), false);
                filled = moveToFront(cut, filled);
            }
        }
    }

    private boolean hasNul(int length) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The last place in the full buffer with no letter on one of its sides; 0 if all of it is one run of letters. */
    private int lastCut() {
        int cut = buffer.length - 1;
        while (cut > 0 && Letters.isLetter(buffer[cut]) && Letters.isLetter(buffer[cut - 1])) {
            cut--;
        }
        return cut;
    }

    /** Reads on from a buffer full of letters to the end of that word; answers how many bytes behind it are in the buffer. */
    private int readLongWord(InputStream in, Parts parts) throws IOException {
        ByteArrayOutputStream word = new ByteArrayOutputStream(2 * buffer.length);
        int filled = buffer.length;
        int end = filled;
        while (end == filled && filled > 0) {
            appendLowerCase(word, end);
            filled = in.readNBytes(buffer, 0, buffer.length);
            end = 0;
            while (end < filled && Letters.isLetter(buffer[end])) {
                end++;
            }
        }
        appendLowerCase(word, end);
        parts.longWord(word.toString(StandardCharsets.ISO_8859_1));
        return moveToFront(end, filled);
    }

    private void appendLowerCase(ByteArrayOutputStream word, int length) throws IOException {
        if (word.size() + (long) length > longestWord) {
            throw new IOException("it has a word of more than " + longestWord + " letters, which is the limit");
        }
        for (int i = 0; i < length; i++) {
            buffer[i] = Letters.lowerCase(buffer[i]);
        }
        word.write(buffer, 0, length);
    }

    private int moveToFront(int from, int to) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        return to - from;
    }
}
