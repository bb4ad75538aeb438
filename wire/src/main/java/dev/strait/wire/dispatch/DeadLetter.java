package dev.strait.wire.dispatch;

/**
 * A message that is not sent again: it was rejected, or came back too often. Whoever gets it answers {@link QueueSenderEnd#buried}.
 *
 * @param place how many messages its sender had sent before it
 * @param array holds the encoded message; not to be changed
 * @param from where it begins
 * @param to where it ends, exclusive
 * @param headed whether it begins with a block of headers
 * @param attempts how often it is known to have reached a program
 * @param node the id of the node that had it last
 * @param why what that node gave as the reason
 */
@SuppressWarnings("ArrayRecordComponent") // refers to where the sender keeps it
public record DeadLetter(
        long place, byte[] array, int from, int to, boolean headed, int attempts, String node, String why) {}
