package dev.strait.cli.demo;

import java.util.List;
import java.util.Map;

/**
 * One message of results: what a worker found in one {@link Parcel}.
 *
 * @param parcel the id of the parcel
 * @param worker the name of the worker that counted it
 * @param pieces one entry for each piece of the parcel
 * @param words how often each word occurs in the parcel; words in lower case
 */
public record Counted(int parcel, String worker, List<CountedPiece> pieces, Map<String, Long> words) {

    /**
     * What was found in one piece.
     *
     * @param file the id of the file
     * @param index the place of the piece in its file
     * @param bytes the length of the piece
     * @param words the number of words in it, repeats included
     */
    public record CountedPiece(int file, int index, long bytes, long words) {}
}
