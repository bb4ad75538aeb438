package dev.strait.semantics;

/** What carries the values: the same code means the same over each, except where the page says so. */
enum Carrier {
    LOCAL_RENDEZVOUS,
    LOCAL_BUFFERED,
    REMOTE_RENDEZVOUS,
    REMOTE_BUFFERED;

    boolean isRemote() {
        return this == REMOTE_RENDEZVOUS || this == REMOTE_BUFFERED;
    }

    boolean isRendezvous() {
        return this == LOCAL_RENDEZVOUS || this == REMOTE_RENDEZVOUS;
    }
}
