package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.OfferRank;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that wait at one end, in the order in which they came: what core's {@code WaitQueue} is, and with its rules. */
final class WaitingLine {
    private final Tampering tampering;
    private final List<Place> places = new ArrayList<>();
    private long nextNumber;

    WaitingLine(Tampering tampering) {
        this.tampering = tampering;
    }

    /** How many undecided calls stand here. */
    int open() {
        int open = 0;
        for (Place place : places) {
            if (!place.round().isDecided()) {
                open++;
            }
        }
        return open;
    }

    /** Gets in line: at its end, or, if it has stood here before, ahead of all that came later. */
    void add(Place place) {
        if (place.number == Place.NO_NUMBER) {
            givePlace(place);
        }
        int at = places.size();
        while (at > 0 && places.get(at - 1).number > place.number) {
            at--;
        }
        places.add(at, place);
    }

    /** Gives it the next number, without letting it in. */
    void givePlace(Place place) {
        place.number = nextNumber++;
    }

    void remove(Place place) {
        places.remove(place);
    }

    /** The first whose call is undecided; those of decided calls are dropped on the way, unless they are tentative. */
    @Nullable
    Place firstOpen() {
        for (Iterator<Place> all = places.iterator(); all.hasNext(); ) {
            Place place = all.next();
            if (!place.round().isDecided()) {
                return place;
            }
            if (place.round().tentative() == null) {
                all.remove();
            }
        }
        return null;
    }

    /** Decides the call of this place for it, and takes it out. */
    boolean claim(Place place) {
        if (place.round().claim(place)) {
            places.remove(place);
            return true;
        }
        return false;
    }

    /** Decides the call that has waited longest; null if none waits. */
    @Nullable
    Place claimFirst() {
        Place first = firstOpen();
        return first != null && claim(first) ? first : null;
    }

    /** The calls that make a value of this rank worth keeping: they have a value out themselves, of higher rank, and may take this. */
    List<Place> mayYetTake(OfferRank rank) {
        List<Place> waiting = new ArrayList<>();
        for (Place place : places) {
            Place tentative = place.round().tentative();
            OfferRank own = tentative == null ? null : tentative.rank();
            if (own != null && tampering.keeps(own, rank)) {
                waiting.add(place);
            }
        }
        return waiting;
    }

    /** Tells each call that asked here that there is nothing. */
    void denyAll() {
        for (Place place : List.copyOf(places)) {
            if (place.asks) {
                place.asks = false;
                places.remove(place);
                if (place.round().deny()) {
                    place.call().caller().unpark(place.call());
                }
            }
        }
    }
}
