package dev.strait.runtime;

import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.EndClosed;
import dev.strait.error.ReceiverGone;
import dev.strait.error.SenderLost;
import dev.strait.error.StraitException;
import dev.strait.error.Unreachable;
import dev.strait.wire.dispatch.Closure;
import java.util.List;
import java.util.Map;

/** Turns the engine's reasons into the exceptions of the API. */
final class Failures {
    private Failures() {}

    /** Why a sender may not send: a {@link ChannelClosed}, or {@link Unreachable}, which may pass. */
    static StraitException ofSender(String node, String channel, Closure closure) {
        return closure instanceof Closure.Unreachable(List<String> nodes)
                ? new Unreachable(node, nodes)
                : of(channel, closure);
    }

    /** Why an end is closed. */
    static ChannelClosed of(String channel, Closure closure) {
        return switch (closure) {
            case Closure.Done _ -> new ChannelDone(channel);
            case Closure.Left _ -> new EndClosed(channel, "close()");
            case Closure.SendersLost(Map<String, String> reasons) -> new SenderLost(channel, reasons);
            case Closure.Failed failed -> failed(channel, failed);
            case Closure.ReceiverGone(String node, String text) -> new ReceiverGone(channel, node, text);
            case Closure.Unreachable _ -> throw new IllegalArgumentException("only a sender can find nobody to reach");
        };
    }

    private static ChannelClosed failed(String channel, Closure.Failed failed) {
        return switch (failed.code()) {
            case CLOSED_WITHOUT_DONE -> new ClosedWithoutDone(channel, failed.origin());
            default -> new ChannelFailed(channel, failed.text(), failed.origin(), null);
        };
    }
}
