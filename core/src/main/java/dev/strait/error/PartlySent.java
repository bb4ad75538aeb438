package dev.strait.error;

/**
 * A batch was cut off in the middle: its first values were sent, the others were not. {@link #getCause()} says what stopped it
 * and whose fault that is: the channel ended (a {@link ChannelClosed}), the thread was interrupted (an
 * {@link InterruptedException}; the thread's interrupt flag is set again), a value could not be encoded, or was {@code null}, or the
 * program's own iterator threw. If it is {@link OutcomeUnknown}, that is about the one value after the first {@link #sent()}. It reaches
 * only this call. Next: do what the cause calls for, and begin again, if at all, after the
 * first {@link #sent()} values, which must not be sent twice.
 */
public final class PartlySent extends StraitException {

    private static final long serialVersionUID = 1L;

    private final long sent;

    /**
     * Reports a batch that was cut off.
     *
     * @param sent how many of its values were sent, counted from the first; at least 1
     * @param cause what stopped it
     */
    public PartlySent(long sent, Throwable cause) {
        super(
                "a batch was cut off after " + sent + (sent == 1 ? " value was" : " values were") + " sent: " + cause,
                cause);
        this.sent = sent;
    }

    /**
     * How far the batch came.
     *
     * @return how many values were sent, from the first on; at least 1
     */
    public long sent() {
        return sent;
    }

    @Override
    public String code() {
        return "STRAIT-PARTLY-SENT";
    }
}
