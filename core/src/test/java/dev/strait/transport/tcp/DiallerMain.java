package dev.strait.transport.tcp;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A JVM that dials, writes, and then does nothing until it is killed. */
public final class DiallerMain {
    private DiallerMain() {}

    /** The arguments: an address; how many bytes to write, of which each is the low one of its number. Says so when it has. */
    public static void main(String[] arguments) throws Exception {
        Connection connection = new SocketTransport(true).dial(Address.parse(arguments[0]), Duration.ofSeconds(10));
        byte[] bytes = new byte[Integer.parseInt(arguments[1])];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        connection.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 0, 1);
        System.out.println("written through " + connection);
        Thread.sleep(Duration.ofMinutes(5));
        connection.close();
    }
}
