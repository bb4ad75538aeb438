package dev.strait.error;

/**
 * An address given by the program cannot be used. The fault of the calling program or of its configuration; nothing happened.
 * Next: do what the reason says.
 */
public final class InvalidAddress extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String address;
    private final String reason;

    /**
     * Refuses an address.
     *
     * @param address the address as given
     * @param reason what is wrong with it, and what to give instead
     */
    public InvalidAddress(String address, String reason) {
        super("address '" + address + "' cannot be used: " + reason);
        this.address = address;
        this.reason = reason;
    }

    /**
     * The refused address.
     *
     * @return as given
     */
    public String address() {
        return address;
    }

    /**
     * What is wrong.
     *
     * @return the reason as text
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-INVALID-ADDRESS";
    }
}
