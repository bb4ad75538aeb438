package dev.strait.error;

/**
 * The link to another node was lost for good: it did not come back within its window. Nobody's fault in this process; it ends
 * every stream of that link and nothing else. Whether values sent and not yet acknowledged have arrived is unknown. Next: see
 * whether that process lives; a new link is made by itself when it returns.
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
     * What ended the link.
     *
     * @return the reason as text
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-LINK-LOST";
    }
}
