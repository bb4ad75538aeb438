package dev.strait.runtime;

/** What a program has of the receiver of a channel without a name until it sends it in a value. */
public interface Enclosable {
    /** The sender of that channel, on this node. */
    RemoteSender<?> sender();
}
