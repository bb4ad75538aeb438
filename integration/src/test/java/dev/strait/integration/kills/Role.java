package dev.strait.integration.kills;

/** What a process is there for. */
enum Role {
    /** Hosts the directory, posts, and collects results; is never killed. */
    HUB,
    /** Posts. */
    SENDER,
    /** Works in the bodies of loops. */
    LOOP,
    /** Works on deliveries. */
    DELIVERIES;

    boolean isWorker() {
        return this == LOOP || this == DELIVERIES;
    }
}
