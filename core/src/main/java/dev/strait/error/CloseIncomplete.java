package dev.strait.error;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A node closed before everything sent from it had been taken, because its closing time was over. The receivers are slow,
 * gone, or never came. The node is closed nevertheless, and what the message lists was not taken. Next: raise the
 * closing time, or wait for the receivers before closing.
 */
public final class CloseIncomplete extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String node;
    private final Duration waited;
    private final ArrayList<String> notTaken;

    /**
     * Reports what was not taken when a node closed.
     *
     * @param node the node that closed
     * @param waited how long it waited
     * @param notTaken one line for each channel with values not taken
     */
    public CloseIncomplete(String node, Duration waited, List<String> notTaken) {
        super("node " + node + " closed after " + waited.toMillis() + " ms with values that nobody has taken: "
                + String.join("; ", notTaken));
        this.node = node;
        this.waited = waited;
        this.notTaken = new ArrayList<>(notTaken);
    }

    /**
     * The node that closed.
     *
     * @return its name
     */
    public String node() {
        return node;
    }

    /**
     * How long it waited.
     *
     * @return the closing time
     */
    public Duration waited() {
        return waited;
    }

    /**
     * What was not taken.
     *
     * @return one line for each channel, unmodifiable
     */
    public List<String> notTaken() {
        return List.copyOf(notTaken);
    }

    @Override
    public String code() {
        return "STRAIT-CLOSE-INCOMPLETE";
    }
}
