package dev.strait.bench.peers;

import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The messages of the one-way scenarios as bytes: the record with Strait's codec, or bare bytes that begin with their number. For one thread
 * at a time.
 */
public final class Payloads {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MsgBytes codec = new MsgBytes();
    private final int bareBytes;

    /**
     * Makes them for a scenario.
     *
     * @param scenario one way, with records or with bytes
     */
    public Payloads(Scenario scenario) {
        bareBytes = scenario.payloadBytes();
    }

    /**
     * Makes one, in a new array, because most libraries keep the array until it is on its way.
     *
     * @param id its number
     */
    public byte[] make(long id) {
        if (bareBytes == 0) {
            return codec.encode(Msg.of(id));
        }
        byte[] bytes = new byte[bareBytes];
        LONG.set(bytes, 0, id);
        return bytes;
    }

    /**
     * Reads one, as its user would have it, and returns its number.
     *
     * @param bytes what {@link #make} made
     * @throws RuntimeException if they are something else
     */
    public long read(byte[] bytes) {
        if (bareBytes == 0) {
            return codec.decode(bytes).id();
        }
        Run.require(bytes.length == bareBytes, "the length");
        return (long) LONG.get(bytes, 0);
    }
}
