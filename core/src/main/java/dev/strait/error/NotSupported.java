package dev.strait.error;

/**
 * The program asked for something that belongs to Strait and that this version does not do. Refused as a whole, so nothing
 * happened. Next: do what the message proposes, or take a version that has it.
 */
public final class NotSupported extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String feature;
    private final String instead;

    /**
     * Refuses a feature.
     *
     * @param feature what was asked for
     * @param instead what to do instead
     */
    public NotSupported(String feature, String instead) {
        super(feature + " is not supported in this version; " + instead);
        this.feature = feature;
        this.instead = instead;
    }

    /**
     * What was asked for.
     *
     * @return the feature as text
     */
    public String feature() {
        return feature;
    }

    /**
     * What to do now.
     *
     * @return the proposal as text
     */
    public String instead() {
        return instead;
    }

    @Override
    public String code() {
        return "STRAIT-NOT-SUPPORTED";
    }
}
