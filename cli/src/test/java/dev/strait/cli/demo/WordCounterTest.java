package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordCounterTest {

    @Test
    void aWordIsAMaximalRunOfLettersInLowerCase() {
        WordCounter counter = new WordCounter();

        assertEquals(6, counter.count("The cat, the CAT;x9y".getBytes(UTF_8)));
        assertEquals(Map.of("the", 2L, "cat", 2L, "x", 1L, "y", 1L), counter.take());
    }

    @Test
    void bytesOutsideAsciiStandBetweenWords() {
        WordCounter counter = new WordCounter();

        assertEquals(3, counter.count("naïve Ünder".getBytes(UTF_8)));
        assertEquals(Map.of("na", 1L, "ve", 1L, "nder", 1L), counter.take());
        assertEquals(2, counter.count(new byte[] {'a', 0, 'b', (byte) 0xFF, '@', '[', '`', '{'}));
        assertEquals(Map.of("a", 1L, "b", 1L), counter.take());
    }

    @Test
    void aTextWithoutLettersHasNoWords() {
        WordCounter counter = new WordCounter();

        assertEquals(0, counter.count(new byte[0]));
        assertEquals(0, counter.count(" \n12 ".getBytes(UTF_8)));
        assertEquals(Map.of(), counter.take());
    }

    @Test
    void textsAddUpUntilTheCountsAreTaken() {
        WordCounter counter = new WordCounter();
        counter.count("one two".getBytes(UTF_8));
        counter.count("two".getBytes(UTF_8));

        assertEquals(Map.of("one", 1L, "two", 2L), counter.take());
        counter.count("two".getBytes(UTF_8));
        assertEquals(Map.of("two", 1L), counter.take());
    }

    @Test
    void anyBytesGiveTheSameAsAnObviousCount() {
        long seed = System.nanoTime();
        System.out.println("WordCounterTest seed " + seed);
        Random random = new Random(seed);
        WordCounter counter = new WordCounter();
        for (int round = 0; round < 50; round++) {
            byte[] text = new byte[random.nextInt(20_000)];
            random.nextBytes(text);
            if (round % 2 == 0) { // mostly letters, so that words are long and all different
                for (int i = 0; i < text.length; i++) {
                    text[i] = (byte) (random.nextInt(8) == 0 ? ' ' : 'A' + random.nextInt(58));
                }
            }
            Map<String, Long> expected = new HashMap<>();
            long words = 0;
            for (String word : new String(text, ISO_8859_1).split("[^A-Za-z]+")) {
                if (!word.isEmpty()) {
                    expected.merge(word.toLowerCase(Locale.ROOT), 1L, Long::sum);
                    words++;
                }
            }
            assertEquals(words, counter.count(text), "seed " + seed);
            assertEquals(expected, counter.take(), "seed " + seed);
        }
    }

    @Test
    void aHundredThousandDifferentWordsAreKeptApart() {
        WordCounter counter = new WordCounter();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            for (char digit : Integer.toString(i).toCharArray()) {
                text.append((char) ('a' + digit - '0'));
            }
            text.append(' ');
        }

        assertEquals(100_000, counter.count(text.toString().getBytes(UTF_8)));
        Map<String, Long> taken = counter.take();
        assertEquals(100_000, taken.size());
        assertEquals(1L, taken.get("jjjjj"));
    }
}
