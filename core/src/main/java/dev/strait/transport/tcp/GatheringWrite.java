package dev.strait.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes many buffers with few system calls. The JDK copies heap buffers into direct ones that it keeps per thread, as
 * large as the largest write and as many as the longest array, and never gives back while the thread lives. User
 * threads write too, so each call is held to {@value #MAX_BUFFERS} buffers and {@value #MAX_BYTES} bytes.
 */
final class GatheringWrite {
    private static final int MAX_BUFFERS = 16;
    private static final int MAX_BYTES = 130 * 1024; // two frames of 64 KiB with what is ahead of them

    private GatheringWrite() {}

    /** Writes until done or the channel takes no more; returns the bytes written. The channel is non-blocking. */
    static long write(SocketChannel channel, ByteBuffer[] from, int offset, int length) throws IOException {
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
            int count = 0;
            int bytes = 0;
            while (first + count < end && count < MAX_BUFFERS && bytes + from[first + count].remaining() <= MAX_BYTES) {
                bytes += from[first + count].remaining();
                count++;
            }
            long offered = count == 0 ? MAX_BYTES : bytes;
            long written = count == 0
                    ? writeSlice(channel, from[first])
                    : count == 1 ? channel.write(from[first]) : channel.write(from, first, count);
            total += written;
            if (written < offered) {
                return total;
            }
        }
    }

    private static int writeSlice(SocketChannel channel, ByteBuffer large) throws IOException {
        int limit = large.limit();
        large.limit(large.position() + MAX_BYTES);
        try {
            return channel.write(large);
        } finally {
            large.limit(limit);
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
