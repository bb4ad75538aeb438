package dev.strait.integration;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A network interface of Linux whose other side is this process: what the kernel sends through it is read here, and what is written here comes
 * in by it. Ethernet frames, one at a time; see {@code Documentation/networking/tuntap.rst} of the kernel. It vanishes with the process.
 * One thread may read while another writes.
 */
final class Tap {
    private static final int READ_AND_WRITE = 2;
    private static final long SET_INTERFACE = 0x400454CAL;
    private static final short ETHERNET_FRAMES_ALONE = 0x1002;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;
    private static final int LARGEST_FRAME = 64 << 10;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN =
            function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle IOCTL = function(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            2);
    private static final MethodHandle READ = function("read", transfer(), 3);
    private static final MethodHandle WRITE = function("write", transfer(), 3);

    private final int descriptor;
    private final MemorySegment in = Arena.global().allocate(LARGEST_FRAME);
    private final MemorySegment out = Arena.global().allocate(LARGEST_FRAME);

    private Tap(int descriptor) {
        this.descriptor = descriptor;
    }

    private static FunctionDescriptor transfer() {
        MemoryLayout size = ValueLayout.JAVA_LONG;
        return FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, size);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor, int fixedArguments) {
        Linker.Option[] options = fixedArguments == descriptor.argumentLayouts().size()
                ? new Linker.Option[0]
                : new Linker.Option[] {Linker.Option.firstVariadicArg(fixedArguments)};
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor, options);
    }

    /** Makes an interface of this name in this process's network namespace; it is down. */
    static Tap create(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), READ_AND_WRITE);
            MemorySegment request = arena.allocate(REQUEST_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, ETHERNET_FRAMES_ALONE);
            int made = (int) IOCTL.invokeExact(descriptor, SET_INTERFACE, request);
            if (descriptor < 0 || made < 0) {
                throw new IllegalStateException("cannot make the interface " + name + " with /dev/net/tun");
            }
            return new Tap(descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the next frame. */
    byte[] read() {
        try {
            long length;
            do {
                length = (long) READ.invokeExact(descriptor, in, (long) LARGEST_FRAME);
            } while (length < 0); // interrupted by a signal
            return in.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a frame; one that the interface does not take is lost, as on any line. */
    void write(byte[] frame) {
        try {
            MemorySegment.copy(frame, 0, out, ValueLayout.JAVA_BYTE, 0, frame.length);
            long ignored = (long) WRITE.invokeExact(descriptor, out, (long) frame.length);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
