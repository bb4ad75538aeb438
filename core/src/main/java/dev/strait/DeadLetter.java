package dev.strait;

/**
 * Where a dead letter comes from: a value that is not sent again, because it was rejected or came back too often.
 *
 * @param channel the name of the channel that it was sent on
 * @param sender the id of the node that sent it
 * @param receiver the id of the node that had it last
 * @param reason what that node gave as the reason
 * @param attempts how often it is known to have reached a program
 */
public record DeadLetter(String channel, String sender, String receiver, String reason, int attempts) {}
