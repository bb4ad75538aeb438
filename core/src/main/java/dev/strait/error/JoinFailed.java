package dev.strait.error;

import org.jspecify.annotations.Nullable;

/**
 * A node could not join: nobody answered at the address within the joining time, or who answered refused. Nothing was
 * started. Next: start the listening node, or mend the address; when refused, do what the reason says.
 */
public final class JoinFailed extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String address;
    private final String reason;

    /**
     * Reports a failed join.
     *
     * @param address where the node tried to join
     * @param reason why it failed
     * @param cause the last error of the network, if that was the reason
     */
    public JoinFailed(String address, String reason, @Nullable Throwable cause) {
        super("cannot join the node at " + address + ": " + reason, cause);
        this.address = address;
        this.reason = reason;
    }

    /**
     * Where the node tried to join.
     *
     * @return the address as given
     */
    public String address() {
        return address;
    }

    /**
     * Why it failed.
     *
     * @return the reason as text
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-JOIN-FAILED";
    }
}
