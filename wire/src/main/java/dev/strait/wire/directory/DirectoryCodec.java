package dev.strait.wire.directory;

import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Utf8;
import dev.strait.wire.frame.WireReader;
import dev.strait.wire.frame.WireWriter;

/**
 * Directory messages as bytes, the content of a DIRECTORY frame: u8 kind, then the fields in the order of the records, as {@code
 * docs/protocol.md}, chapter "Directory", lists them. Stateless.
 */
public final class DirectoryCodec {
    // Kinds of messages to the directory.
    static final int JOIN = 0x01;
    static final int OPEN_END = 0x02;
    static final int END_SENDER = 0x03;
    static final int CLOSE_END = 0x04;
    static final int WITHDRAW_END = 0x05;
    static final int LEAVE_NODE = 0x06;
    // Kinds of messages to nodes.
    static final int JOINED = 0x10;
    static final int OPENED = 0x11;
    static final int REFUSED = 0x12;
    static final int APPEARED = 0x13;
    static final int GONE = 0x14;
    static final int HEARD = 0x15;
    static final int COMPLETED = 0x16;
    static final int FAILED = 0x17;
    // Kinds of end states and of channel states.
    static final int STATE_OPEN = 0;
    static final int STATE_DONE = 1;
    static final int STATE_FAILED = 2;
    static final int CHANNEL_LIVE = 0;
    static final int CHANNEL_COMPLETED = 1;
    static final int CHANNEL_FAILED = 2;
    // Flags of a spec.
    static final int NEVER_COMPLETES = 1;
    static final int TOLERATES_LOST_SENDERS = 2;
    static final int AT_MOST_ONCE = 4;
    static final int SPEC_FLAGS = NEVER_COMPLETES | TOLERATES_LOST_SENDERS | AT_MOST_ONCE;

    private DirectoryCodec() {}

    /**
     * The message as 1 to 262,144 bytes.
     *
     * @throws IllegalArgumentException if the message would be longer, which none is that this package makes
     */
    public static byte[] encode(DirectoryMessage message) {
        return encode(message, new WireWriter());
    }

    /**
     * As {@link #encode(DirectoryMessage)}, for who encodes many.
     *
     * @param out what to encode with; cleared
     */
    public static byte[] encode(DirectoryMessage message, WireWriter out) {
        out.clear();
        new MessageWriter(out).message(message);
        if (out.size() > DirectoryBounds.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("directory message must be at most " + DirectoryBounds.MAX_MESSAGE_BYTES
                    + " bytes, was " + out.size() + ": " + message.getClass().getSimpleName());
        }
        return out.toByteArray();
    }

    /**
     * The message that exactly these bytes are; shares no memory with them. Every length is checked before anything is
     * allocated for it, and a valid message takes memory in proportion to its bytes.
     *
     * @param from where the message starts
     * @param to where it ends, exclusive
     * @throws ProtocolViolation if they are not one message; nothing else is thrown, whatever the bytes
     */
    public static DirectoryMessage decode(byte[] bytes, int from, int to) {
        return decode(bytes, from, to, new Vocabulary());
    }

    /**
     * As {@link #decode(byte[], int, int)}, for who decodes many.
     *
     * @param vocabulary what earlier messages had in them; learns from this one
     */
    public static DirectoryMessage decode(byte[] bytes, int from, int to, Vocabulary vocabulary) {
        WireReader in = new WireReader(bytes, from, to);
        if (in.remaining() > DirectoryBounds.MAX_MESSAGE_BYTES) {
            throw in.violation("directory message must be at most " + DirectoryBounds.MAX_MESSAGE_BYTES + " bytes, was "
                    + in.remaining());
        }
        DirectoryMessage message = new MessageReader(in, vocabulary).message();
        in.end();
        return message;
    }

    /** The message that this whole array is; as {@link #decode(byte[], int, int)}. */
    public static DirectoryMessage decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** At most how many bytes a member takes. */
    static int memberBytes(Member member) {
        int bytes = 2 + Utf8.length(member.end().node().id()) + 16 + 8 + 1 + 1 + 16 + 1;
        if (member.state() instanceof EndState.Failed failed) {
            bytes += 2 + 2 + Utf8.length(failed.text());
        }
        for (String each : member.addresses()) {
            bytes += 2 + Utf8.length(each);
        }
        return bytes;
    }

    /** How many bytes a schema with its origin takes. */
    static int schemaBytes(SchemaOf schema) {
        return 4 + schema.schema().length() + 2 + Utf8.length(schema.nodeId()) + 1;
    }
}
