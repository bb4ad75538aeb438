package dev.strait.wire.directory;

import dev.strait.wire.frame.WireWriter;
import java.util.List;

/** Writes messages; the counterpart of {@link MessageReader}, field by field. */
final class MessageWriter {
    private final WireWriter out;

    MessageWriter(WireWriter out) {
        this.out = out;
    }

    /** One switch for all kinds: too large to be inlined by the compiler of the JVM, which would do so in every method that leads here. */
    void message(DirectoryMessage message) {
        switch (message) {
            case ToDirectory.Join it -> {
                out.u8(DirectoryCodec.JOIN).node(it.node());
                strings(it.addresses());
                out.flag(it.rejoining()).flag(it.priorDirectory() != null);
                if (it.priorDirectory() != null) {
                    out.node(it.priorDirectory());
                }
            }
            case ToDirectory.OpenEnd it -> openEnd(it);
            case ToDirectory.EndSender it -> {
                out.u8(DirectoryCodec.END_SENDER).end(it.end());
                state(it.state());
            }
            case ToDirectory.CloseEnd it -> out.u8(DirectoryCodec.CLOSE_END).end(it.end());
            case ToDirectory.WithdrawEnd it ->
                out.u8(DirectoryCodec.WITHDRAW_END).end(it.end());
            case ToDirectory.LeaveNode _ -> out.u8(DirectoryCodec.LEAVE_NODE);
            case ToClient.Joined it -> out.u8(DirectoryCodec.JOINED).node(it.directory());
            case ToClient.Opened it -> {
                out.u8(DirectoryCodec.OPENED).u64(it.request()).u64(it.generation());
                channelState(it.state());
                out.u16(it.members().size());
                it.members().forEach(this::member);
            }
            case ToClient.Refused it -> {
                out.u8(DirectoryCodec.REFUSED)
                        .u64(it.request())
                        .u8(it.code().number())
                        .string(it.text());
                out.u16(it.schemas().size());
                for (SchemaOf each : it.schemas()) {
                    out.bytes(each.schema().array())
                            .string(each.nodeId())
                            .u8(each.role().number());
                }
            }
            case ToClient.Heard it -> out.u8(DirectoryCodec.HEARD).u64(it.leaves());
            case ToClient.Appeared it -> {
                start(DirectoryCodec.APPEARED, it);
                member(it.member());
            }
            case ToClient.Gone it -> {
                start(DirectoryCodec.GONE, it);
                out.end(it.end()).u8(it.how().number());
            }
            case ToClient.Completed it -> {
                start(DirectoryCodec.COMPLETED, it);
                EndRefs.write(out, it.senders());
                EndRefs.write(out, it.lost());
            }
            case ToClient.Failed it -> {
                start(DirectoryCodec.FAILED, it);
                out.end(it.by()).u16(it.code().code()).string(it.text());
                EndRefs.write(out, it.senders());
            }
        }
    }

    private void openEnd(ToDirectory.OpenEnd it) {
        out.u8(DirectoryCodec.OPEN_END).u64(it.request()).end(it.end());
        ChannelSpec spec = it.spec();
        out.string(spec.name())
                .u32(spec.capacity())
                .u16(spec.expectSenders())
                .u8((spec.neverCompletes() ? DirectoryCodec.NEVER_COMPLETES : 0)
                        | (spec.toleratesLostSenders() ? DirectoryCodec.TOLERATES_LOST_SENDERS : 0)
                        | (spec.atMostOnce() ? DirectoryCodec.AT_MOST_ONCE : 0))
                .u8(it.role().number());
        state(it.state());
        out.bytes(it.schema().array());
        out.u16(it.checked().size());
        it.checked().forEach(this::fingerprint);
        out.flag(it.recall() != null);
        if (it.recall() != null) {
            channelState(it.recall().state());
            EndRefs.write(out, it.recall().present());
        }
    }

    private void start(int kind, ToClient.ChannelEvent event) {
        out.u8(kind).string(event.channel()).u64(event.generation());
    }

    private void member(Member member) {
        out.end(member.end()).u8(member.role().number());
        state(member.state());
        fingerprint(member.schema());
        strings(member.addresses());
    }

    private void state(EndState state) {
        switch (state) {
            case EndState.Open _ -> out.u8(DirectoryCodec.STATE_OPEN);
            case EndState.Done _ -> out.u8(DirectoryCodec.STATE_DONE);
            case EndState.Failed it ->
                out.u8(DirectoryCodec.STATE_FAILED).u16(it.code().code()).string(it.text());
        }
    }

    private void channelState(ChannelState state) {
        switch (state) {
            case ChannelState.Live it -> {
                out.u8(DirectoryCodec.CHANNEL_LIVE);
                EndRefs.write(out, it.departed().closed());
                EndRefs.write(out, it.departed().lost());
                out.u32(it.departed().unnamed());
            }
            case ChannelState.Completed it -> {
                out.u8(DirectoryCodec.CHANNEL_COMPLETED);
                EndRefs.write(out, it.senders());
                EndRefs.write(out, it.lost());
            }
            case ChannelState.Failed it -> {
                out.u8(DirectoryCodec.CHANNEL_FAILED)
                        .end(it.by())
                        .u16(it.code().code())
                        .string(it.text());
                EndRefs.write(out, it.senders());
            }
        }
    }

    private void fingerprint(Fingerprint fingerprint) {
        out.u64(fingerprint.high()).u64(fingerprint.low());
    }

    private void strings(List<String> strings) {
        out.u8(strings.size());
        strings.forEach(out::string);
    }
}
