package dev.strait.wire.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in byte arrays, one bounds check each. */
final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static int u16(byte[] array, int at) {
        return (short) SHORT.get(array, at) & 0xffff;
    }

    static int u32(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    static long u64(byte[] array, int at) {
        return (long) LONG.get(array, at);
    }

    static void u16(byte[] array, int at, int value) {
        SHORT.set(array, at, (short) value);
    }

    static void u32(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    static void u64(byte[] array, int at, long value) {
        LONG.set(array, at, value);
    }
}
