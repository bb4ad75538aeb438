package dev.strait.error;

/**
 * An encoded value is larger than a message may be. The fault of the program that sends; it reaches only this value, which was
 * not sent. The channel goes on. Next: send it in parts, or raise the maximum message size on both sides.
 */
public final class MessageTooLarge extends StraitException {

    private static final long serialVersionUID = 1L;

    private final long size;
    private final long max;

    /**
     * Refuses a value.
     *
     * @param size how many bytes the value needs at least; encoding stops at the limit
     * @param max the maximum message size in bytes
     */
    public MessageTooLarge(long size, long max) {
        super("the value needs at least " + size + " bytes, more than the maximum message size of " + max
                + " bytes; send it in parts, or raise the maximum on both sides");
        this.size = size;
        this.max = max;
    }

    /**
     * How many bytes the value needs at least.
     *
     * @return a number of bytes
     */
    public long size() {
        return size;
    }

    /**
     * The maximum message size.
     *
     * @return a number of bytes
     */
    public long max() {
        return max;
    }

    @Override
    public String code() {
        return "STRAIT-MESSAGE-TOO-LARGE";
    }
}
