package dev.strait.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an input and sends it as parcels. Small files are gathered until they make a parcel of up to
 * {@value #PARCEL_BYTES} bytes; each piece of a large file is a parcel of its own and goes out at once. What cannot be read is told and counted,
 * and the walk goes on. Not thread-safe.
 */
final class Feeder implements Input.Visitor {

    /**
     * The size at which a parcel is sent, in bytes, once the input has proved to be large. Larger makes fewer messages; smaller shares the work more evenly and
     * leaves fewer files in doubt when a worker dies.
     */
    static final int PARCEL_BYTES = 256 << 10;

    /** The size of the first parcel; each one after it is twice as large, so that a small input is shared as well. */
    private static final int FIRST_PARCEL_BYTES = 4 << 10;

    private final Tally tally;
    private final Cutter cutter;
    private final ParcelSink sink;
    private final UnreadableListener listener;

    private final List<Piece> gathered = new ArrayList<>();
    private int gatheredBytes;
    private int parcelBytes = FIRST_PARCEL_BYTES;

    Feeder(Tally tally, Cutter cutter, ParcelSink sink, UnreadableListener listener) {
        this.tally = tally;
        this.cutter = cutter;
        this.sink = sink;
        this.listener = listener;
    }

    /** Sends all of an input; returns when the last parcel has been sent. */
    void feed(Input input) throws InterruptedException {
        input.walk(this);
        sendGathered();
    }

    @Override
    public void file(Source source) throws InterruptedException {
        FileParts parts = new FileParts(source.name());
        try (InputStream in = source.open()) {
            if (!cutter.cut(in, parts)) {
                tally.skip();
                return;
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("while reading " + source.name());
        } catch (IOException e) {
            parts.discard();
            listener.unreadable(source.name(), e);
            return;
        }
        parts.commit();
    }

    @Override
    public void unreadable(String name, IOException why) {
        tally.unreadable();
        listener.unreadable(name, why);
    }

    private void gather(Piece piece) throws InterruptedException {
        gathered.add(piece);
        gatheredBytes += piece.bytes().length;
        if (gatheredBytes >= parcelBytes) {
            sendGathered();
        }
    }

    private void sendGathered() throws InterruptedException {
        if (!gathered.isEmpty()) {
            Parcel parcel = tally.parcelOf(gathered);
            gathered.clear();
            gatheredBytes = 0;
            parcelBytes = Math.min(2 * parcelBytes, PARCEL_BYTES);
            sink.send(parcel);
        }
    }

    /**
     * The parts of one file. The last piece is kept back until the file has been read and closed without an error, and a
     * file of a single piece is not known to the tally before that.
     */
    private final class FileParts implements Cutter.Parts {

        private static final int NOT_OPENED = -1;

        private final String name;
        private int id = NOT_OPENED;
        private int pieces;
        private byte[] last = new byte[0];

        private FileParts(String name) {
            this.name = name;
        }

        @Override
        public void piece(byte[] bytes, boolean isLast) throws InterruptedException {
            if (isLast) {
                last = bytes;
            } else {
                openAsSeveral();
                sendAlone(bytes);
            }
        }

        @Override
        public void longWord(String word) {
            openAsSeveral();
            tally.addLongWord(id, word);
        }

        private void openAsSeveral() {
            if (id == NOT_OPENED) {
                id = tally.openFile(name, true);
            }
        }

        private void sendAlone(byte[] bytes) throws InterruptedException {
            sink.send(tally.parcelOf(List.of(new Piece(id, pieces++, bytes))));
        }

        private void commit() throws InterruptedException {
            if (id == NOT_OPENED) {
                id = tally.openFile(name, false);
                tally.endFile(id);
                gather(new Piece(id, 0, last));
            } else {
                sendAlone(last);
                tally.endFile(id);
            }
        }

        private void discard() {
            if (id == NOT_OPENED) {
                tally.unreadable();
            } else {
                tally.breakFile(id);
            }
        }
    }
}
