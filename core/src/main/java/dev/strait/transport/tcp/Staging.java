package dev.strait.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes many heap buffers with one system call: they are copied behind each other into a direct buffer, which is written. The JDK would do
 * the same with a direct buffer for each of them, which it keeps per thread, as large as the largest write and as many as the longest
 * array, in turns, so that none is in the processor's cache when it is used; user threads write too. This one is as large as is written at a
 * time, up to {@value #MAX_BYTES} bytes. For whoever has the role of the connection's writer.
 */
final class Staging {
    /** Two frames of 64 KiB with what is ahead of them. */
    private static final int MAX_BYTES = (128 << 10) + 64;

    private static final int FIRST_BYTES = 1 << 10;

    private ByteBuffer staged = ByteBuffer.allocateDirect(FIRST_BYTES);

    /** Writes until done or the channel takes no more; returns the bytes written. The channel is non-blocking. */
    long write(SocketChannel channel, ByteBuffer[] from, int offset, int length) throws IOException {
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
            stage(from, first, end);
            int offered = staged.remaining();
            int written = channel.write(staged);
            total += written;
            advance(from, first, written);
            if (written < offered) {
                return total;
            }
        }
    }

    private void stage(ByteBuffer[] from, int first, int end) {
        long bytes = 0;
        for (int i = first; i < end && bytes < MAX_BYTES; i++) {
            bytes += from[i].remaining();
        }
        int wanted = (int) Math.min(bytes, MAX_BYTES);
        if (wanted > staged.capacity()) {
            staged = ByteBuffer.allocateDirect(Math.min(MAX_BYTES, Integer.highestOneBit(wanted) * 2));
        }
        staged.clear();
        int at = 0;
        for (int i = first; at < wanted; i++) {
            int count = Math.min(from[i].remaining(), wanted - at);
            staged.put(at, from[i], from[i].position(), count);
            at += count;
        }
        staged.limit(wanted);
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
