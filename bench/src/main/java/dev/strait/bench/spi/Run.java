package dev.strait.bench.spi;

/** One measurement, as a process that takes part in it sees it. For any number of threads. */
public interface Run {

    /** What {@link #fork} runs. */
    @FunctionalInterface
    interface Body {
        /** Does its part until the process is ended. @throws Exception whatever went wrong; it fails the measurement */
        void run() throws Exception;
    }

    /** Returns what is measured. */
    Scenario scenario();

    /** Returns the variant that is measured, one of {@link SystemUnderTest#variants}. */
    String variant();

    /**
     * Says that the first process listens, so that the second can start.
     *
     * @param address what {@link #address()} returns in the second process; one line
     */
    void ready(String address);

    /**
     * Returns what the first process gave to {@link #ready}.
     *
     * @throws IllegalStateException in the first process
     */
    String address();

    /**
     * Makes a counter for one thread, or one stream of messages. The counts of all of a process are added up. Messages are counted where
     * the user's code has them: after decoding, or when the answer is there.
     */
    Meter meter();

    /** Returns where the times of round trips go, for the one thread that takes them. It counts them, too. */
    RoundTrips roundTrips();

    /** Makes a counter for what goes beside the messages of the figure and is shown by itself. Either process has it, or both. */
    Meter beside();

    /** Returns how many channels to open in a scenario of {@linkplain Scenario#channels() many}; in tests of the harness fewer than it says. */
    int channels();

    /** Collects all garbage, and returns how many bytes are left on the heap. Takes its time. */
    long liveBytes();

    /**
     * Gives the figure of a scenario whose figure is {@link Scenario.Figure#SUM}, once.
     *
     * @param value this process's share, in the unit of the scenario
     */
    void figure(double value);

    /**
     * Whether to go on sending. False after the window, and only the sender of a scenario that {@linkplain Scenario#isShared() is shared}
     * needs to ask: it stops then, and says with {@link #sent} how many it sent.
     */
    boolean goesOn();

    /**
     * Says how many messages were sent in all, when {@link #goesOn()} has become false and everything is on its way. The harness then waits
     * until as many have been counted.
     *
     * @param messages how many, from the start of the run
     */
    void sent(long messages);

    /**
     * Starts a thread. What it throws fails the measurement; if it returns, nothing happens.
     *
     * @param kind for example {@code Thread.ofVirtual()} or {@code Thread.ofPlatform()}
     * @param body what it does
     */
    void fork(Thread.Builder kind, Body body);

    /**
     * Adopts a process that this one has started, such as a broker: its CPU time is counted with this one's, and it ends when this one ends.
     *
     * @param process what was started
     */
    void companion(Process process);

    /**
     * Fails the measurement unless a condition holds.
     *
     * @param holds the condition
     * @param what what should have been
     */
    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("broken: " + what);
        }
    }
}
