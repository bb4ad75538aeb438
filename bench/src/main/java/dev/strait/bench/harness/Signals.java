package dev.strait.bench.harness;

/**
 * What the harness and a process of a measurement say to each other, one line each: the harness on standard input, the process on standard
 * output, where the mark tells its lines from what libraries print there.
 */
final class Signals {
    /** Begins every line of a process. */
    static final String MARK = "@bench ";

    /** The first process listens; its address follows. */
    static final String READY = "ready ";

    /** The process has counted its first message. */
    static final String FLOWING = "flowing";

    /** The answer to {@link #SAMPLE}; a {@link dev.strait.bench.harness.Sample} follows. */
    static final String SAMPLED = "sampled ";

    /** After {@link #STOP}: how many messages were sent in all follows. */
    static final String SENT = "sent ";

    /** The process has its share of the figure, which follows. */
    static final String FIGURE = "figure ";

    /** The process cannot go on; the reason follows, and then it ends. */
    static final String FAILED = "failed ";

    /** To the second process: start; the address of the first follows. */
    static final String START = "start ";

    /** To both: take a sample. */
    static final String SAMPLE = "sample";

    /** To the sender, where messages are checked at the end: send no more. */
    static final String STOP = "stop";

    private Signals() {}
}
