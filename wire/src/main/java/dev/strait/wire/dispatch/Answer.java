package dev.strait.wire.dispatch;

/**
 * The fate of messages of one sender, for a program that asked for it.
 *
 * @param firstPlace how many messages the sender had sent before the first of them
 * @param messages how many
 * @param fate what became of them
 * @param node the id of the node that had them last; empty if none had
 * @param why what that node gave as the reason, or what became of it; empty if they are acknowledged
 */
public record Answer(long firstPlace, long messages, Fate fate, String node, String why) {}
