package dev.strait.channel;

/** What an attempt on a port gives when it does not give an item; never an item itself. */
public enum Signal {
    /** A receive found nothing, or nothing in time; the port is open. */
    EMPTY,
    /** A send found no room and no receiver, or none in time; the port is open. */
    FULL,
    /** A send has handed over its value. */
    ACCEPTED,
    /** The port has ended, and what had arrived is taken. */
    CLOSED,
    /** A send's value had gone to another node and came back: the receive that it went to had ended meanwhile. Never an outcome for callers. */
    RETURNED
}
