package dev.strait.cli.demo;

import java.time.Duration;

/** What is done to one of the workers half way through the job, to show that it costs time and nothing else. */
sealed interface Mishap {

    /** Its process is killed with SIGKILL. */
    record Kill() implements Mishap {}

    /** Its process is stopped with SIGSTOP, and goes on after the given time. */
    record Pause(Duration time) implements Mishap {}

    /** The line by which it reaches the first node is cut for good, with its connections; it has to find another way. */
    record Cut() implements Mishap {}
}
