package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutterTest {

    /** Keeps what a file was cut into. */
    private static final class Kept implements Cutter.Parts {
        final List<byte[]> pieces = new ArrayList<>();
        final List<String> longWords = new ArrayList<>();
        boolean ended;

        @Override
        public void piece(byte[] bytes, boolean last) {
            assertFalse(ended, "nothing follows the last piece");
            pieces.add(bytes);
            ended = last;
        }

        @Override
        public void longWord(String word) {
            assertFalse(ended, "nothing follows the last piece");
            longWords.add(word);
        }

        Map<String, Long> words() {
            WordCounter counter = new WordCounter();
            pieces.forEach(counter::count);
            Map<String, Long> words = new HashMap<>(counter.take());
            longWords.forEach(word -> words.merge(word, 1L, Long::sum));
            return words;
        }
    }

    private static Kept cut(Cutter cutter, byte[] file) throws Exception {
        Kept kept = new Kept();
        assertTrue(cutter.cut(new ByteArrayInputStream(file), kept));
        assertTrue(kept.ended);
        return kept;
    }

    private static Map<String, Long> wordsOf(byte[] file) {
        WordCounter counter = new WordCounter();
        counter.count(file);
        return counter.take();
    }

    @Test
    void aFileUpToThePieceSizeIsOnePiece() throws Exception {
        byte[] file = "ab cd ef".getBytes(UTF_8);

        assertArrayEquals(file, cut(new Cutter(8, 100), file).pieces.getFirst());
        assertEquals(1, cut(new Cutter(8, 100), file).pieces.size());
        assertEquals(2, cut(new Cutter(7, 100), file).pieces.size());
    }

    @Test
    void anEmptyFileIsOneEmptyPiece() throws Exception {
        Kept kept = cut(new Cutter(), new byte[0]);

        assertEquals(1, kept.pieces.size());
        assertEquals(0, kept.pieces.getFirst().length);
    }

    @Test
    void noWordIsCut() throws Exception {
        Kept kept = cut(new Cutter(8, 100), "alpha beta gamma".getBytes(UTF_8));

        assertEquals(
                List.of("alpha ", "beta ", "gamma"),
                kept.pieces.stream().map(p -> new String(p, UTF_8)).toList());
    }

    @Test
    void aWordThatEndsExactlyAtThePieceSizeStaysInItsPiece() throws Exception {
        Kept kept = cut(new Cutter(8, 100), "alphabet soup".getBytes(UTF_8));

        assertEquals(
                List.of("alphabet", " soup"),
                kept.pieces.stream().map(p -> new String(p, UTF_8)).toList());
    }

    @Test
    void aWordLongerThanAPieceIsHandedOverWhole() throws Exception {
        Kept kept = cut(new Cutter(8, 100), "a Abcdefghijklmnopqrstuvwxyz b".getBytes(UTF_8));

        assertEquals(List.of("abcdefghijklmnopqrstuvwxyz"), kept.longWords);
        assertEquals(Map.of("a", 1L, "b", 1L, "abcdefghijklmnopqrstuvwxyz", 1L), kept.words());
    }

    @Test
    void everyTextOfTwoKindsOfBytesIsCountedTheSameInPiecesOfAnySize() throws Exception {
        int length = 11;
        for (int pattern = 0; pattern < 1 << length; pattern++) {
            byte[] file = new byte[length];
            for (int i = 0; i < length; i++) {
                file[i] = (byte) ((pattern >> i & 1) == 0 ? ' ' : 'A' + i);
            }
            for (int size = 1; size <= length; size++) {
                Kept kept = cut(new Cutter(size, 100), file);
                assertEquals(
                        wordsOf(file), kept.words(), "'" + new String(file, ISO_8859_1) + "' in pieces of " + size);
                int bytes = kept.pieces.stream().mapToInt(p -> p.length).sum()
                        + kept.longWords.stream().mapToInt(String::length).sum();
                assertEquals(length, bytes);
                for (byte[] piece : kept.pieces) {
                    assertTrue(piece.length <= size);
                }
            }
        }
    }

    @Test
    void aNineMegabyteFileTravelsInTwoPiecesAndAHundredMegabyteWordInNone() throws Exception {
        byte[] words = "word ".repeat(9 * 200_000).getBytes(UTF_8);
        Kept nine = cut(new Cutter(), words);
        assertEquals(2, nine.pieces.size());
        assertEquals(Map.of("word", 9 * 200_000L), nine.words());

        int length = 100 << 20;
        byte[] file = new byte[length + 4];
        Arrays.fill(file, (byte) 'Q');
        System.arraycopy(" end".getBytes(UTF_8), 0, file, length, 4);
        Kept one = cut(new Cutter(), file);
        assertEquals(1, one.longWords.size());
        assertEquals(length, one.longWords.getFirst().length());
        assertEquals('q', one.longWords.getFirst().charAt(length - 1));
        assertEquals(
                List.of(" end"),
                one.pieces.stream().map(p -> new String(p, UTF_8)).toList());
    }

    @Test
    void aWordOverTheLimitMakesTheFileUnreadable() throws Exception {
        assertEquals(
                1,
                cut(new Cutter(4, 20), "x".repeat(20).getBytes(UTF_8)).longWords.size());

        IOException refused = assertThrows(
                IOException.class, () -> cut(new Cutter(4, 20), "x".repeat(21).getBytes(UTF_8)));
        assertTrue(refused.getMessage().contains("20 letters"), refused.getMessage());
    }

    @Test
    void aNulInTheFirst8KibSkipsTheFileAndOneBehindItDoesNot() throws Exception {
        byte[] file = new byte[10_000];
        Arrays.fill(file, (byte) 'a');
        file[8191] = 0;
        Kept kept = new Kept();
        assertFalse(new Cutter().cut(new ByteArrayInputStream(file), kept));
        assertEquals(0, kept.pieces.size());

        file[8191] = 'a';
        file[8192] = 0;
        assertEquals(2, cut(new Cutter(), file).words().size());
    }

    @Test
    void shortReadsChangeNothing() throws Exception {
        byte[] file = "alpha beta gamma delta".getBytes(UTF_8);
        InputStream trickle = new FilterInputStream(new ByteArrayInputStream(file)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(1, length));
            }
        };
        Kept kept = new Kept();
        assertTrue(new Cutter(8, 100).cut(trickle, kept));

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        kept.pieces.forEach(joined::writeBytes);
        assertArrayEquals(file, joined.toByteArray());
    }
}
