package dev.strait.integration.kills;

import java.util.List;

/**
 * What a process has done, from its start to its end.
 *
 * @param node the name of its node, which others may have had before it
 * @param process its number, which no other has
 * @param role what it was there for
 * @param killedNanos when it began to be killed; {@code Long.MAX_VALUE} if it was not
 * @param diary what it has noted, in order
 */
record Life(String node, int process, Role role, long killedNanos, List<Entry> diary) {
    Life {
        diary = List.copyOf(diary);
    }

    boolean wasKilled() {
        return killedNanos != Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return node + " (process " + process + (wasKilled() ? ", killed)" : ")");
    }
}
