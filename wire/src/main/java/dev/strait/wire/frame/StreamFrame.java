package dev.strait.wire.frame;

/**
 * A frame about one stream. The id was chosen by the stream's sender; {@link FrameType#by()} says whose id space is meant, so both
 * nodes may use the same number for different streams.
 */
public sealed interface StreamFrame extends Frame
        permits Open,
                Data,
                Fragment,
                Credit,
                Want,
                Done,
                StreamError,
                Finished,
                Leave,
                Left,
                Taken,
                Returned,
                Withdraw,
                Waiting,
                Acked,
                Nack,
                Reject,
                Mark,
                Enclosed {}
