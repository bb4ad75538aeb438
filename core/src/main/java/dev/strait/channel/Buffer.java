package dev.strait.channel;

/** The values that a local channel holds, first in, first out. Guarded by the channel's lock; the values are not null. */
abstract sealed class Buffer permits Ring, Segments {

    /** How many values there are. */
    abstract long size();

    /** Whether there is no room for one more. */
    abstract boolean isFull();

    /** Adds a value at the end; there is room. */
    abstract void add(Object value);

    /** Takes out the oldest value; there is one. */
    abstract Object remove();

    /** What a channel with this buffer is called in logs. */
    abstract String kind();
}
