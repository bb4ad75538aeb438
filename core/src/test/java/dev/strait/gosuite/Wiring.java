package dev.strait.gosuite;

import dev.strait.Channel;

/** Makes the two ends of a channel. */
interface Wiring {

    /**
     * Makes a new channel.
     *
     * @param capacity how many values it holds; 0 is a rendezvous
     * @param type what it carries
     */
    <T> Pipe<T> pipe(int capacity, Class<T> type) throws InterruptedException;

    /** Channels inside this process. */
    static Wiring local() {
        return new Wiring() {
            @Override
            public <T> Pipe<T> pipe(int capacity, Class<T> type) {
                Channel<T> channel = capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
                return new Pipe<>(channel, channel);
            }
        };
    }
}
