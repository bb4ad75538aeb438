package dev.strait.error;

/**
 * The link to another node was lost for good: it did not come back within its window, a newer process has taken that node's name, one
 * side had to give it up, or that process has ended. It ends every stream of that link and nothing else. Calls do not throw it by
 * itself: it is the cause of the {@link SenderLost} or {@link OutcomeUnknown} that follows from it. Whether values
 * sent and not yet acknowledged have arrived is unknown. Next: see from the reason whether that process lives; a new link is made by
 * itself when it returns.
 */
public final class LinkLost extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String peer;
    private final String reason;

    /**
     * Reports a lost link.
     *
     * @param peer the node at the other side
     * @param reason what ended the link
     */
    public LinkLost(String peer, String reason) {
        super("the link to " + peer + " is lost: " + reason
                + "; values not yet acknowledged may or may not have arrived");
        this.peer = peer;
        this.reason = reason;
    }

    /**
     * The node at the other side.
     *
     * @return its name
     */
    public String peer() {
        return peer;
    }

    /**
     * What ended the link, as the log of that node's neighbour has it: for example
     * {@code not resumed within 4000 ms; the other side closed the connection}.
     *
     * @return the reason as text, for people
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-LINK-LOST";
    }
}
