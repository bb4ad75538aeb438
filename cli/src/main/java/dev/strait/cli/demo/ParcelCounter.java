package dev.strait.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** What a worker does with a parcel. Not thread-safe. */
final class ParcelCounter {

    private final String worker;
    private final WordCounter counter = new WordCounter();

    /** Counts under the name of a worker. */
    ParcelCounter(String worker) {
        this.worker = worker;
    }

    Counted count(Parcel parcel) {
        List<Counted.CountedPiece> pieces = new ArrayList<>(parcel.pieces().size());
        for (Piece piece : parcel.pieces()) {
            long words = counter.count(piece.bytes());
            pieces.add(new Counted.CountedPiece(piece.file(), piece.index(), piece.bytes().length, words));
        }
        return new Counted(parcel.id(), worker, pieces, counter.take());
    }
}
