package dev.strait.wire.dispatch;

/**
 * Leave to encode so much for one receiver without asking again: set aside from the lane's credit until {@link QueueSenderEnd#seal}.
 *
 * @param lane where it goes
 * @param messages most messages, at least 1
 * @param bytes most bytes of credit
 */
public record Allowance(Lane lane, int messages, long bytes) {}
