package dev.strait.gosuite;

/** Where the channels of a test live. */
enum Carrier {
    /** In this process. */
    LOCAL,
    /** Between two nodes, linked over a socket on loopback: the sender of each is an end on one, its receiver an end on the other. */
    REMOTE
}
