package dev.strait.error;

import java.time.Duration;

/**
 * The node that keeps the directory did not answer in time, so an end could not be opened. Channels that are open already flow
 * on. The operation did not happen. Next: start that node, or look at its log; this node joins it again by itself, after
 * which opening works again.
 */
public final class DirectoryUnavailable extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String address;
    private final Duration waited;

    /**
     * Reports a directory that does not answer.
     *
     * @param address the address of the directory
     * @param waited how long the call waited
     */
    public DirectoryUnavailable(String address, Duration waited) {
        super("the directory at " + address + " did not answer within " + waited.toMillis()
                + " ms; open channels go on, and opening works again once it is back");
        this.address = address;
        this.waited = waited;
    }

    /**
     * Where the directory was expected.
     *
     * @return the address
     */
    public String address() {
        return address;
    }

    /**
     * How long the call waited.
     *
     * @return the time until it gave up
     */
    public Duration waited() {
        return waited;
    }

    @Override
    public String code() {
        return "STRAIT-DIRECTORY-UNAVAILABLE";
    }
}
