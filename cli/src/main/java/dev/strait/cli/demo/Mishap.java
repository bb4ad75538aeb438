package dev.strait.cli.demo;

import java.time.Duration;
import java.util.Optional;

/** What is done to one of the workers half way through the job, to show that it costs time and nothing else. */
sealed interface Mishap {

    /** Its process is killed with SIGKILL. */
    record Kill() implements Mishap {}

    /** Its process is stopped with SIGSTOP, and goes on after the given time. */
    record Pause(Duration time) implements Mishap {}

    /**
     * The line by which alone it and the first node reach each other is cut, with its connections.
     *
     * @param time for how long; empty for good
     */
    record Cut(Optional<Duration> time) implements Mishap {}
}
