package dev.strait.error;

/**
 * An option given by the program is out of its range or contradicts another one. The fault of the calling program; found before
 * anything was started. Next: give a value in the range that the message names.
 */
public final class ConfigurationInvalid extends StraitException {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final String reason;

    /**
     * Refuses an option.
     *
     * @param option the name of the option
     * @param reason what is wrong with it, and which values are allowed
     */
    public ConfigurationInvalid(String option, String reason) {
        super("option " + option + " cannot be used: " + reason);
        this.option = option;
        this.reason = reason;
    }

    /**
     * The refused option.
     *
     * @return its name
     */
    public String option() {
        return option;
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
        return "STRAIT-CONFIGURATION-INVALID";
    }
}
