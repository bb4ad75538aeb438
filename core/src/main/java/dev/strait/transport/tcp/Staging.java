package dev.strait.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes many heap buffers with one system call: they are copied behind each other into a direct buffer, which is written. The JDK would do
 * the same with a direct buffer for each of them, which it keeps per thread, as large as the largest write and as many as the longest
 * array, in turns, so that none is in the processor's cache when it is used; user threads write too. This one is as large as is written at a
 * time: a buffer of the connection's own up to {@value #OWN_BYTES} bytes, beyond that one of {@link LargeBuffers}. For whoever has the
 * role of the connection's writer.
 *
 * <p>Why so much at a time: at the end of each write the kernel sends what is left, as a small packet, and if the congestion control paces
 * (BBR does) sets a timer, in a guest with the help of its host. Half a MiB to a write instead of 128 KiB made 3.1 thousand
 * messages of 1 MiB a second out of 1.8 thousand (docs/performance.md, "Large messages"). A socket that takes little at a time
 * is offered little, so that the rest is not copied in vain.
 */
final class Staging {
    /** Two frames of 64 KiB with what is ahead of them. */
    static final int OWN_BYTES = (128 << 10) + 64;

    /** A socket that takes less than it was offered is offered so much again. */
    static final int LEAST_BYTES = 32 << 10;

    private static final int FIRST_BYTES = 1 << 10;

    private final LargeBuffers large;
    private ByteBuffer own = ByteBuffer.allocateDirect(FIRST_BYTES);
    /** The most to offer at a time. */
    private int most = LargeBuffers.BYTES;

    Staging(LargeBuffers large) {
        this.large = large;
    }

    /** Writes until done or the channel takes no more; returns the bytes written. The channel is non-blocking. */
    long write(WritableByteChannel channel, ByteBuffer[] from, int offset, int length) throws IOException {
        int end = offset + length;
        int first = offset;
        long total = 0;
        while (true) {
            while (first < end && !from[first].hasRemaining()) {
                first++;
            }
            if (first == end) {
                return total;
            }
            int wanted = (int) Math.min(remaining(from, first, end), most);
            ByteBuffer lent = wanted <= OWN_BYTES ? null : large.take();
            int offered = lent == null ? Math.min(wanted, OWN_BYTES) : wanted;
            int written = lent == null
                    ? writeOwn(channel, from, first, offered)
                    : writeLent(lent, channel, from, first, offered);
            total += written;
            advance(from, first, written);
            if (written < offered) {
                most = Math.clamp(2L * written, LEAST_BYTES, LargeBuffers.BYTES);
                return total;
            }
            most = Math.min(most * 2, LargeBuffers.BYTES);
        }
    }

    private int writeLent(ByteBuffer lent, WritableByteChannel channel, ByteBuffer[] from, int first, int bytes)
            throws IOException {
        try {
            stage(lent, from, first, bytes);
            return channel.write(lent);
        } finally {
            large.giveBack(lent);
        }
    }

    private int writeOwn(WritableByteChannel channel, ByteBuffer[] from, int first, int bytes) throws IOException {
        if (bytes > own.capacity()) {
            own = ByteBuffer.allocateDirect(Math.min(OWN_BYTES, Integer.highestOneBit(bytes) * 2));
        }
        stage(own, from, first, bytes);
        return channel.write(own);
    }

    private static long remaining(ByteBuffer[] from, int first, int end) {
        long bytes = 0;
        for (int i = first; i < end; i++) {
            bytes += from[i].remaining();
        }
        return bytes;
    }

    private static void stage(ByteBuffer staged, ByteBuffer[] from, int first, int bytes) {
        staged.clear();
        int at = 0;
        for (int i = first; at < bytes; i++) {
            int count = Math.min(from[i].remaining(), bytes - at);
            staged.put(at, from[i], from[i].position(), count);
            at += count;
        }
        staged.limit(bytes);
    }

    private static void advance(ByteBuffer[] from, int first, int written) {
        int left = written;
        for (int i = first; left > 0; i++) {
            int count = Math.min(from[i].remaining(), left);
            from[i].position(from[i].position() + count);
            left -= count;
        }
    }

    static boolean hasRemaining(ByteBuffer[] from, int offset, int length) {
        // From the end: what is left is last.
        for (int i = offset + length - 1; i >= offset; i--) {
            if (from[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }
}
