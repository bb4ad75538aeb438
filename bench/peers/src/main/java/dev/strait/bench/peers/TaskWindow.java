package dev.strait.bench.peers;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/**
 * Gives tasks where a system does not hold the giver back: a number of them is under way, and each answer lets one more go, from within the
 * call that brings it. For one thread of the library at a time.
 */
public final class TaskWindow {
    /** How many tasks are under way to all workers together. */
    public static final int TASKS = 1024;

    /** How a system sends a task. */
    @FunctionalInterface
    public interface Give {
        /**
         * Sends a task, and returns at once.
         *
         * @param window its {@link TaskWindow#answered} takes the answer
         * @param task a record with Strait's codec; not touched again
         * @throws Exception if it cannot be sent
         */
        void give(TaskWindow window, byte[] task) throws Exception;
    }

    private final Run run;
    private final TaskIds ids;
    private final int outstanding;
    private final Give give;
    private final MsgBytes codec = new MsgBytes();
    private final Meter[] meters = new Meter[Scenario.WORKERS];
    private boolean open;
    private boolean ended;

    /**
     * Makes one.
     *
     * @param run the measurement
     * @param ids of all tasks, shared by all windows
     * @param outstanding how many tasks are under way in this window
     * @param give how to send one
     */
    public TaskWindow(Run run, TaskIds ids, int outstanding, Give give) {
        this.run = run;
        this.ids = ids;
        this.outstanding = outstanding;
        this.give = give;
        for (int worker = 0; worker < meters.length; worker++) {
            meters[worker] = run.meter();
        }
    }

    /** Gives the first task; its answer opens the window, so that only the thread of the answers ever gives. */
    public void start() throws Exception {
        give();
    }

    /**
     * Checks and counts an answer, and gives another task.
     *
     * @param bytes the answer, with Strait's codec
     */
    public void answered(byte[] bytes) {
        Callbacks.guard(run, () -> {
            Msg answer = codec.decode(bytes);
            answer.checkAnswer();
            meters[answer.kind()].increasing(answer.id());
            if (!run.goesOn()) {
                end();
            } else if (open) {
                give();
            } else {
                open = true;
                for (int task = 0; task < outstanding; task++) {
                    give();
                }
            }
        });
    }

    private void give() throws Exception {
        give.give(this, codec.encode(Msg.of(ids.next())));
    }

    /** Once: the answers to what is under way come here as well. */
    private void end() {
        if (!ended) {
            ended = true;
            ids.endOne();
        }
    }
}
