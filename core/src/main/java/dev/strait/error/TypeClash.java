package dev.strait.error;

/**
 * The two sides of a channel declare types that do not fit each other. The fault of whoever deployed one side without the
 * other; it reaches only the end that was being opened, and nothing was sent. Next: give both sides the same type, or
 * a compatible one: components may be added, removed, reordered and widened.
 */
public final class TypeClash extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String channel;
    private final String ours;
    private final String theirs;
    private final String reason;

    /**
     * Refuses an end whose type does not fit.
     *
     * @param channel the name of the channel
     * @param ours the type declared here, as text
     * @param theirs the type declared by the other side, as text
     * @param reason the first difference that does not fit, with its place
     */
    public TypeClash(String channel, String ours, String theirs, String reason) {
        super("channel '" + channel + "' cannot be opened, the types differ: ours is " + ours + "; theirs is " + theirs
                + "; " + reason);
        this.channel = channel;
        this.ours = ours;
        this.theirs = theirs;
        this.reason = reason;
    }

    /**
     * The channel that was to be opened.
     *
     * @return its name
     */
    public String channel() {
        return channel;
    }

    /**
     * The type declared in this process.
     *
     * @return the schema as text
     */
    public String ours() {
        return ours;
    }

    /**
     * The type declared by the other side.
     *
     * @return the schema as text
     */
    public String theirs() {
        return theirs;
    }

    /**
     * Why the two do not fit.
     *
     * @return the first difference with its place
     */
    public String reason() {
        return reason;
    }

    @Override
    public String code() {
        return "STRAIT-TYPE-CLASH";
    }
}
