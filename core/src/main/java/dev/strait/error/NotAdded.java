package dev.strait.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values were received in a batch, and the collection that the program gave for them refused one. The fault of the calling
 * program; it reaches only this call. The values before are in the collection; that one and those after it are here, in
 * {@link #values()}, and nowhere else, for they are no longer in the channel. {@link #getCause()} is what the collection threw. Next:
 * take them from here, and give a collection with room for {@code max} values.
 */
public final class NotAdded extends StraitException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<Object> values;

    /**
     * Reports values that a collection did not take.
     *
     * @param values the values in the order received, the one that was refused first
     * @param cause what the collection threw
     */
    public NotAdded(List<?> values, Throwable cause) {
        super(
                values.size()
                        + " received value(s) could not be added to the collection given for them, and are kept in this "
                        + "exception: " + cause,
                cause);
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * The values that were received and are not in the collection.
     *
     * @return the values, unmodifiable, in the order in which they were received; none if this exception was serialized in between
     */
    public List<Object> values() {
        return values == null ? List.of() : values;
    }

    @Override
    public String code() {
        return "STRAIT-NOT-ADDED";
    }
}
