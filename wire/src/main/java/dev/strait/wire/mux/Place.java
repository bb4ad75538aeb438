package dev.strait.wire.mux;

/**
 * Where bytes go that are still to come: into a message that is put together.
 *
 * @param array of the message, of which nothing else is to be changed
 * @param at where the next of its bytes goes
 */
@SuppressWarnings("ArrayRecordComponent") // refers to where the bytes are to be
public record Place(byte[] array, int at) {}
