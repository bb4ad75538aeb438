package dev.strait.testkit.virtual;

import java.util.ArrayList;
import java.util.List;

/** A scenario that is complete when something has happened. */
abstract class Wanting implements Scenario {
    final List<String> happened = new ArrayList<>();

    @Override
    public boolean isComplete() {
        return !happened.isEmpty();
    }
}
