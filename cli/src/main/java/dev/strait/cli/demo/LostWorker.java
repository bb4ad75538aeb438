package dev.strait.cli.demo;

import java.util.List;

/** A worker process has ended before its work was done. */
final class LostWorker extends Exception {

    private static final long serialVersionUID = 1L;

    /** Java reports the end of a process by a signal as an exit status of 128 and the number of the signal. */
    private static final int SIGNALLED = 128;

    private final String worker;

    /**
     * Describes the end of a worker.
     *
     * @param exitStatus as {@link Process#exitValue()} gives it
     * @param lastOutput the last lines that it printed, often none
     */
    LostWorker(String name, long processId, int exitStatus, List<String> lastOutput) {
        super(message(name, processId, exitStatus, lastOutput));
        worker = name;
    }

    /** The name of the worker. */
    String worker() {
        return worker;
    }

    private static String message(String name, long processId, int exitStatus, List<String> lastOutput) {
        StringBuilder message = new StringBuilder(name + " (process " + processId + ") ");
        if (exitStatus > SIGNALLED) {
            message.append("was killed by signal ").append(exitStatus - SIGNALLED);
        } else {
            message.append("ended with exit code ").append(exitStatus);
        }
        message.append(" before the job was done.");
        if (!lastOutput.isEmpty()) {
            message.append(" It had printed:");
            lastOutput.forEach(line -> message.append("\n  ").append(Printable.of(line)));
        }
        return message.toString();
    }
}
