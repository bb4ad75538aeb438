package dev.strait.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An item that an {@link OutboundPort} passes to another node, which will say whether a receive there has taken it. */
public abstract class Exchange {

    private @Nullable Wait wait;

    /** An exchange that has not begun. */
    protected Exchange() {}

    /**
     * Its place among all exchanges.
     *
     * @return always the same
     */
    public abstract Rank rank();

    /** Binds it to the wait whose item it is. */
    void of(Wait whose) {
        wait = whose;
    }

    Wait claimant() {
        return Objects.requireNonNull(wait, "the exchange has not begun");
    }
}
