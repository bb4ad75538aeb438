package dev.strait.error;

import java.util.ArrayList;
import java.util.List;

/**
 * This node can reach none of the nodes that hold the other ends of the channel: they listen nowhere, or no connection to
 * where they listen succeeds. A matter of the network or of the listen addresses; it reaches this call, and the value was not
 * sent. Next: let at least one node of each pair listen at an address that the other can dial.
 */
public final class Unreachable extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String from;
    private final ArrayList<String> to;

    /**
     * Reports nodes that cannot be reached.
     *
     * @param from the node that wanted to reach them
     * @param to the nodes that were tried
     */
    public Unreachable(String from, List<String> to) {
        super("node " + from + " cannot reach " + String.join(", ", to)
                + ": none of them can be dialled, and none has dialled this node; nothing was sent");
        this.from = from;
        this.to = new ArrayList<>(to);
    }

    /**
     * The node that wanted to reach the others.
     *
     * @return this node
     */
    public String from() {
        return from;
    }

    /**
     * The nodes that were tried.
     *
     * @return every one of them, unmodifiable
     */
    public List<String> to() {
        return List.copyOf(to);
    }

    @Override
    public String code() {
        return "STRAIT-UNREACHABLE";
    }
}
