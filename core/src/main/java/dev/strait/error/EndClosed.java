package dev.strait.error;

/**
 * This end of the channel was used after the program itself had closed it or had said {@code done} or {@code error} on it.
 * The fault of the calling program; it reaches only this call, which did nothing. Next: keep the end open for as long as it
 * is used, or open another one.
 */
public final class EndClosed extends ChannelClosed {

    private static final long serialVersionUID = 1L;

    /**
     * Reports the use of a finished end.
     *
     * @param channel the name of the channel
     * @param finishedBy what had been called on the end before, for example {@code close()}
     */
    public EndClosed(String channel, String finishedBy) {
        super(
                channel,
                "this end of channel '" + channel + "' can no longer be used: " + finishedBy
                        + " was called on it; the call had no effect",
                null);
    }

    @Override
    public String code() {
        return "STRAIT-END-CLOSED";
    }
}
