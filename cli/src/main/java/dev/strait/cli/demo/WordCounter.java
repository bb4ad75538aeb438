package dev.strait.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts words in bytes. A word is a maximal run of ASCII letters, lower-cased.
 *
 * <p>An open-addressing table over one array of letters: no object is made per word, only per distinct word when the
 * counts are {@linkplain #take() taken}. Not thread-safe.
 */
final class WordCounter {

    private static final int FIRST_SLOTS = 1 << 12;

    /** The letters of all distinct words, one after the other. */
    private byte[] letters = new byte[1 << 15];

    private int lettersUsed;

    // One slot of each array per distinct word; a slot with count 0 is free.
    private int[] starts = new int[FIRST_SLOTS];
    private int[] lengths = new int[FIRST_SLOTS];
    private int[] hashes = new int[FIRST_SLOTS];
    private long[] counts = new long[FIRST_SLOTS];
    private int distinct;

    /**
     * Counts the words of a text, in addition to what was counted before.
     *
     * @return the number of words in this text, repeats included
     */
    long count(byte[] text) {
        long words = 0;
        int at = 0;
        while (at < text.length) {
            byte letter = Letters.lowerCase(text[at]);
            if (letter == 0) {
                at++;
                continue;
            }
            int start = at;
            int hash = 0;
            do {
                hash = hash * 31 + letter;
                at++;
                letter = at < text.length ? Letters.lowerCase(text[at]) : 0;
            } while (letter != 0);
            add(text, start, at - start, hash);
            words++;
        }
        return words;
    }

    /** Answers how often each word was counted since the last call, and starts again from nothing. */
    Map<String, Long> take() {
        Map<String, Long> taken = HashMap.newHashMap(distinct);
        for (int slot = 0; slot < counts.length; slot++) {
            if (counts[slot] != 0) {
                String word = new String(letters, starts[slot], lengths[slot], StandardCharsets.ISO_8859_1);
                taken.put(word, counts[slot]);
                counts[slot] = 0;
            }
        }
        distinct = 0;
        lettersUsed = 0;
        return taken;
    }

    private void add(byte[] text, int start, int length, int hash) {
        int slot = slotOf(hash);
        while (counts[slot] != 0) {
            if (hashes[slot] == hash && lengths[slot] == length && sameWord(starts[slot], text, start, length)) {
                counts[slot]++;
                return;
            }
            slot = (slot + 1) & (counts.length - 1);
        }
        starts[slot] = keep(text, start, length);
        lengths[slot] = length;
        hashes[slot] = hash;
        counts[slot] = 1;
        distinct++;
        if (distinct > counts.length / 2) {
            grow();
        }
    }

    /** The multiplication spreads the hash over its upper bits, of which the slot is made (Knuth, TAOCP 3, 6.4). */
    private int slotOf(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(counts.length) + 1);
    }

    private boolean sameWord(int kept, byte[] text, int start, int length) {
        for (int i = 0; i < length; i++) {
            if (letters[kept + i] != Letters.lowerCase(text[start + i])) {
                return false;
            }
        }
        return true;
    }

    private int keep(byte[] text, int start, int length) {
        int kept = lettersUsed;
        int end = Math.addExact(kept, length);
        if (end > letters.length) {
            letters = Arrays.copyOf(letters, Math.max(end, (int) Math.min(2L * letters.length, Integer.MAX_VALUE - 8)));
        }
        for (int i = 0; i < length; i++) {
            letters[kept + i] = Letters.lowerCase(text[start + i]);
        }
        lettersUsed = end;
        return kept;
    }

    private void grow() {
        int[] oldStarts = starts;
        int[] oldLengths = lengths;
        int[] oldHashes = hashes;
        long[] oldCounts = counts;
        int slots = oldCounts.length * 2;
        starts = new int[slots];
        lengths = new int[slots];
        hashes = new int[slots];
        counts = new long[slots];
        for (int old = 0; old < oldCounts.length; old++) {
            if (oldCounts[old] == 0) {
                continue;
            }
            int slot = slotOf(oldHashes[old]);
            while (counts[slot] != 0) {
                slot = (slot + 1) & (slots - 1);
            }
            starts[slot] = oldStarts[old];
            lengths[slot] = oldLengths[old];
            hashes[slot] = oldHashes[old];
            counts[slot] = oldCounts[old];
        }
    }
}
