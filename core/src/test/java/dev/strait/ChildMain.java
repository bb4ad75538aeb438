package dev.strait;

import dev.strait.codec.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What the JVMs of tests run, beside the test's own. It ends when its standard input does. */
public final class ChildMain {
    static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    static final ChannelName<Integer> COUNTED =
            ChannelName.of("counted", Integer.class).neverCompletes();
    static final ChannelName<Integer> JOBS = ChannelName.of("jobs", Integer.class);
    static final ChannelName<Integer> JOBS_ONCE =
            ChannelName.of("jobs-once", Integer.class).atMostOnce();
    static final ChannelName<Integer> CONTROL = ChannelName.of("control", Integer.class);
    /** Work whose input comes over a channel of its own. */
    record Job(String name, Receiver<Integer> input) {}

    static final ChannelName<Job> JOBS_WITH_INPUT = ChannelName.of("jobs-with-input", Job.class);
    static final ChannelName<byte[]> PAYLOADS = ChannelName.of("payloads", Codec.bytes());

    private ChildMain() {}

    /** The arguments: what to do, and the address to join, or for a listener where to listen. */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(ChildMain::endWithInput);
        String address = arguments[1];
        NodeOptions options = NodeOptions.defaults()
                .withName("child-" + arguments[0] + (arguments[0].equals("worker") ? "-" + arguments[2] : ""));
        if (arguments[0].startsWith("exit")) {
            options = options.withExitNotice();
        }
        boolean listens = arguments[0].equals("listener") || arguments[0].equals("directory");
        try (Node node = listens ? Node.listen(address, options) : Node.join(address, options)) {
            switch (arguments[0]) {
                case "listener" -> listen(node);
                case "directory" -> hostDirectory(node);
                case "receiver" -> receive(node);
                case "sender" -> send(node);
                case "exit" -> send(node);
                case "exit-closing" -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(node::close));
                    send(node);
                }
                case "count" -> count(node);
                case "idle" -> idle(node);
                case "meeting" -> meet(node, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
                case "worker" ->
                    work(node, arguments[3].equals("once") ? JOBS_ONCE : JOBS, Integer.parseInt(arguments[4]));
                case "reader" -> read(node, arguments[2].equals("takes"), Integer.parseInt(arguments[3]));
                case "waiting" -> waitToMeet(node);
                case "payloads" -> payloads(node, Long.parseLong(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        System.exit(0);
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Receives whatever is sent, one generation of the channel after the other. */
    private static void hostDirectory(Node node) throws InterruptedException {
        System.out.println(node.address());
        Thread.currentThread().join();
    }

    private static void listen(Node node) throws InterruptedException {
        System.out.println("listens");
        while (true) {
            try (Receiver<Integer> receiver = node.receiver(NUMBERS)) {
                receiver.forEach(value -> System.out.println("received " + value));
            }
        }
    }

    /** Receives one value, and no more. */
    private static void receive(Node node) throws InterruptedException {
        Receiver<Integer> receiver = node.receiver(NUMBERS);
        System.out.println("received " + receiver.receive());
        Thread.currentThread().join();
    }

    private static void send(Node node) throws InterruptedException {
        Sender<Integer> sender = node.sender(NUMBERS);
        sender.send(1);
        System.out.println("sent 1");
        Thread.currentThread().join();
    }

    /** Sends 0, 1, 2 and so on, until the other side has left. */
    private static void count(Node node) throws InterruptedException {
        Sender<Integer> sender = node.sender(COUNTED);
        for (int i = 0; sender.send(i, Duration.ofMinutes(1)) instanceof Sent.Accepted; i++) {
            if (i == 0) {
                System.out.println("counts");
            }
        }
    }

    /** Before each receive it writes into the file, late. */
    private static void meet(Node node, Path file, int capacity) throws Exception {
        Receiver<Integer> receiver = node.receiver(NUMBERS.capacity(capacity));
        while (true) {
            for (long until = System.nanoTime() + 2_000_000; System.nanoTime() < until; ) {
                Thread.onSpinWait();
            }
            Files.writeString(file, "receives\n", StandardOpenOption.APPEND);
            if (receiver.receive(Duration.ofSeconds(20)) instanceof Received.Closed) {
                System.out.println("over");
                return;
            }
        }
    }

    /** Says of each value that it works on it; hangs at one, counted from 1, for ever. */
    private static void work(Node node, ChannelName<Integer> name, int hangsAt) throws InterruptedException {
        AtomicLong begun = new AtomicLong();
        node.receiver(name).forEach(value -> {
            System.out.println(value);
            if (begun.incrementAndGet() == hangsAt) {
                Thread.currentThread().join();
            }
        });
    }

    /** Reads the input of one job, taking or holding the job meanwhile; hangs behind so many values, for ever. */
    private static void read(Node node, boolean takes, int hangsBehind) throws InterruptedException {
        Receiver<Job> jobs = node.receiver(JOBS_WITH_INPUT);
        if (takes) {
            read(jobs.receive(), hangsBehind);
        } else {
            jobs.forEach(job -> read(job, hangsBehind));
        }
    }

    private static void read(Job job, int hangsBehind) throws InterruptedException {
        for (int i = 0; i < hangsBehind; i++) {
            System.out.println(job.input().receive());
        }
        Thread.currentThread().join();
    }

    /** Waits for a value, which it may never get. */
    private static void waitToMeet(Node node) throws InterruptedException {
        Receiver<Integer> receiver = node.receiver(NUMBERS.capacity(0));
        System.out.println("waits");
        receiver.receive();
        System.out.println("received");
        Thread.currentThread().join();
    }

    private static void idle(Node node) throws InterruptedException {
        node.sender(NUMBERS).awaitReceivers(1);
        System.out.println("linked");
        Thread.currentThread().join();
    }

    /** Sends as fast as it may for so many milliseconds; says how many, and the most heap that was in use after a collection. */
    private static void payloads(Node node, long millis) throws InterruptedException {
        Sender<byte[]> sender = node.sender(PAYLOADS);
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        AtomicLong sent = new AtomicLong();
        byte[] payload = new byte[1 << 10];
        while (System.nanoTime() < until) {
            if (sender.send(payload, Duration.ofMillis(100)) instanceof Sent.Accepted) {
                sent.incrementAndGet();
            }
        }
        sender.done();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println("sent " + sent + " heap " + (runtime.totalMemory() - runtime.freeMemory()));
    }
}
