package dev.strait.transport.tcp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time start to listen at a file: the one that holds the lock of a file beside it, with {@code .lock} after its name. The
 * operating system frees the lock when its holder dies. The file beside is there while somebody starts, and after one that was killed just then
 * until the next start.
 *
 * <p>Since it goes, the lock of a file that was deleted after it was opened means nothing: others hold that of its successor. So the file is
 * compared, by its key, before it is opened and once it is locked; while it is open, no other gets its key. Such locks hold between
 * processes only, and closing any channel of a file frees what the process has locked of it; hence the other lock.
 */
final class StartLock {
    /** To start takes a fraction of a millisecond; a holder that is stopped must not hold up others for ever. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();

    /** What is done under the lock. */
    @FunctionalInterface
    interface Body<T> {
        T run() throws IOException;
    }

    private StartLock() {}

    /**
     * Does something under the lock, waiting for those that start just now. An interrupt is kept and changes nothing.
     *
     * @param path of the file at which is to be listened; the folder is there
     */
    static <T> T hold(Path path, Body<T> body) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        WITHIN_PROCESS.lock();
        try (FileChannel held = await(beside)) {
            try {
                return body.run();
            } finally {
                if (held.isOpen()) {
                    Files.deleteIfExists(beside);
                }
            }
        } finally {
            WITHIN_PROCESS.unlock();
        }
    }

    private static FileChannel await(Path beside) throws IOException {
        long since = System.nanoTime();
        while (true) {
            FileChannel held = tryLock(beside);
            if (held != null) {
                return held;
            }
            if (System.nanoTime() - since > LIMIT_NANOS) {
                throw new IOException("another process has been starting to listen there for "
                        + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NANOS) + " s and holds " + beside
                        + "; end it, or choose another path");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static @Nullable FileChannel tryLock(Path beside) throws IOException {
        FileChannel channel = null;
        boolean held = false;
        try {
            make(beside);
            Object key = UnixFiles.key(beside);
            channel = FileChannel.open(beside, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            held = channel.tryLock() != null && Objects.equals(key, UnixFiles.key(beside));
            return held ? channel : null;
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException failed) {
            throw new IOException(
                    "cannot lock " + beside + " while it starts (" + UnixFiles.why(failed)
                            + "); remove what is there, or choose another path",
                    failed);
        } finally {
            if (channel != null && !held) {
                channel.close();
            }
        }
    }

    @SuppressWarnings("EmptyCatch") // either way there is one
    private static void make(Path beside) throws IOException {
        try {
            Files.createFile(beside);
        } catch (FileAlreadyExistsException made) {
            // by another process, which starts now or was killed when it did
        }
    }
}
