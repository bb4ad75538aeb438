package dev.strait.wire.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Counts of ends that are gone, by channel; of too many channels, those that were counted first are merged under {@link #OTHERS}. Not
 * thread-safe.
 *
 * @param <C> what is counted
 */
public final class PastCounts<C> {
    /** In place of a channel's name. */
    public static final String OTHERS = "";

    /** Most channels that are counted by name. */
    static final int MAX_CHANNELS = 10_000;

    private final Map<String, C> byChannel = new LinkedHashMap<>();
    private final BinaryOperator<C> plus;

    /** Of nothing yet. */
    public PastCounts(BinaryOperator<C> plus) {
        this.plus = plus;
    }

    /** Counts an end that is gone. */
    public void add(String channel, C counts) {
        byChannel.merge(channel, counts, plus);
        if (byChannel.size() > MAX_CHANNELS) {
            Iterator<Map.Entry<String, C>> all = byChannel.entrySet().iterator();
            Map.Entry<String, C> eldest = all.next();
            if (eldest.getKey().equals(OTHERS)) {
                eldest = all.next();
            }
            C merged = eldest.getValue();
            all.remove();
            byChannel.merge(OTHERS, merged, plus);
        }
    }

    /** A copy, by channel. */
    public Map<String, C> byChannel() {
        return new LinkedHashMap<>(byChannel);
    }
}
