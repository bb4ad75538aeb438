package dev.strait.cli.demo;

import java.time.Duration;

/** What is done to one of the workers half way through the job, to show that it costs time and nothing else. */
sealed interface Mishap {

    /** Its process is killed with SIGKILL. */
    record Kill() implements Mishap {}

    /** Its process is stopped with SIGSTOP, and goes on after the given time. */
    record Pause(Duration time) implements Mishap {}

    /** Its connections are broken, and none can be made for the given time. */
    record Cut(Duration time) implements Mishap {}
}
