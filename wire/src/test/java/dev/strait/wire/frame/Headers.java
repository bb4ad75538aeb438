package dev.strait.wire.frame;

/** Headers that the encoder would refuse to write. */
final class Headers {
    private Headers() {}

    /** A header with a legal stream, no flags and any length. */
    static byte[] of(FrameType type, int length) {
        return of(type.code(), 0, 0, type.scope() == FrameType.Scope.LINK ? 0 : 1, length);
    }

    static byte[] of(int type, int flags, int reserved, int stream, int length) {
        return new WireWriter()
                .u32(length)
                .u8(type)
                .u8(flags)
                .u16(reserved)
                .u32(stream)
                .toByteArray();
    }
}
