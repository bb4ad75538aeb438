package dev.strait.error;

/**
 * The node was used after it had been closed, or was closed during the call. The fault of the calling program; the call did
 * nothing, or did not finish. Next: keep the node open until its ends are finished.
 */
public final class NodeClosed extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String node;

    /**
     * Reports the use of a closed node.
     *
     * @param node the name of the node
     */
    public NodeClosed(String node) {
        super("node " + node + " is closed; open ends and use them before it closes");
        this.node = node;
    }

    /**
     * The node that is closed.
     *
     * @return its name
     */
    public String node() {
        return node;
    }

    @Override
    public String code() {
        return "STRAIT-NODE-CLOSED";
    }
}
