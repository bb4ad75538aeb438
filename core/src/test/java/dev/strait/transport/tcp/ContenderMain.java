package dev.strait.transport.tcp;

import dev.strait.transport.Listener;
import dev.strait.transport.UnixAddress;
import java.net.BindException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A JVM that listens at a file again and again, as others do, and leaves the file each time as if it had been killed. */
public final class ContenderMain {
    private ContenderMain() {}

    /** The arguments: a path; how often to try. Says how often it listened, and fails if another process did at the same time. */
    public static void main(String[] arguments) throws Exception {
        SocketTransport transport = new SocketTransport(false);
        Path file = Path.of(arguments[0]);
        Path owner = file.resolveSibling("owner");
        Path kept = file.resolveSibling("kept-" + ProcessHandle.current().pid());
        UnixAddress address = new UnixAddress(arguments[0]);
        int won = 0;
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            try (Listener listener = transport.listen(address, it -> it.close(Duration.ZERO))) {
                Files.createFile(owner);
                Files.createLink(kept, file);
                Thread.onSpinWait();
                Files.delete(owner);
                won++;
            } catch (BindException taken) {
                if (!taken.getMessage().contains("in use")) {
                    throw taken;
                }
                continue;
            }
            try {
                Files.createLink(file, kept);
            } catch (FileAlreadyExistsException another) {
                // listens by now
            }
            Files.delete(kept);
        }
        System.out.println(won);
    }
}
