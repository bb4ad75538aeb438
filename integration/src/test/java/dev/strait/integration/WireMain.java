package dev.strait.integration;

import java.util.Comparator;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A line between two TAP interfaces that it makes, which delays, loses, repeats and reorders Ethernet frames as {@code tc netem} does: a frame is
 * lost, sent twice, or overtakes, each with its probability; all others are delayed. It holds 10,000 frames in each direction and
 * loses what is beyond. It ends with its standard input, and the interfaces with it.
 */
final class WireMain {
    private static final int LIMIT = 10_000;

    private final Impairment impairment;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong order = new AtomicLong();

    private record Frame(byte[] bytes, long dueNanos, long order) {}

    private WireMain(Impairment impairment) {
        this.impairment = impairment;
    }

    /** The arguments: the names of both interfaces; delay in ms, loss, repeats and overtaking in percent; the seed. */
    public static void main(String[] arguments) {
        int[] numbers = new int[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i + 2]);
        }
        WireMain wire = new WireMain(new Impairment(numbers[0], numbers[1], numbers[2], numbers[3]));
        Tap inner = Tap.create(arguments[0]);
        Tap outer = Tap.create(arguments[1]);
        wire.carry(inner, outer, new Random(2L * numbers[4]));
        wire.carry(outer, inner, new Random(2L * numbers[4] + 1));
        System.out.println("ready");
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            input.nextLine();
            System.out.println(wire.lost.get());
        }
        Runtime.getRuntime().halt(0);
    }

    private void carry(Tap from, Tap to, Random random) {
        var frames = new PriorityBlockingQueue<Frame>(
                64, Comparator.comparingLong(Frame::dueNanos).thenComparingLong(Frame::order));
        Thread writer = Thread.ofPlatform().daemon().start(() -> writeAll(frames, to));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                byte[] frame = from.read();
                int copies = happens(random, impairment.duplicatePercent()) ? 2 : 1;
                if (happens(random, impairment.lossPercent()) || frames.size() > LIMIT) {
                    lost.incrementAndGet();
                    copies--;
                }
                for (int i = 0; i < copies; i++) {
                    long delayNanos =
                            happens(random, impairment.reorderPercent()) ? 0 : impairment.delayMillis() * 1_000_000L;
                    frames.add(new Frame(frame, System.nanoTime() + delayNanos, order.incrementAndGet()));
                }
                LockSupport.unpark(writer);
            }
        });
    }

    private static boolean happens(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    private static void writeAll(PriorityBlockingQueue<Frame> frames, Tap to) {
        while (true) {
            Frame next = frames.peek();
            long waitNanos = next == null ? Long.MAX_VALUE : next.dueNanos() - System.nanoTime();
            if (waitNanos > 0) {
                LockSupport.parkNanos(waitNanos);
            } else {
                to.write(frames.remove().bytes()); // the first is this one, or one that is due as well
            }
        }
    }
}
