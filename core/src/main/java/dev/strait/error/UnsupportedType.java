package dev.strait.error;

/**
 * A declared type holds something that cannot travel, or whose class Strait may not open. The fault of the program that declares
 * it; found when the channel is declared, before anything was opened. Next: do what the message says about that place.
 */
public final class UnsupportedType extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String reason;

    /**
     * Refuses a declared type.
     *
     * @param place the place in the declared type, for example {@code Order.items[].price}
     * @param reason why it cannot travel, and what to do
     */
    public UnsupportedType(String place, String reason) {
        super(place + ": " + reason);
        this.place = place;
        this.reason = reason;
    }

    /**
     * The place in the declared type.
     *
     * @return for example {@code Order.items[].price}
     */
    public String place() {
        return place;
    }

    /**
     * Why it cannot travel, and what to do.
     *
     * @return the reason as text
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-UNSUPPORTED-TYPE";
    }
}
