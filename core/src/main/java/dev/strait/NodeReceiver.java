package dev.strait;

import dev.strait.runtime.RemoteReceiver;

/** A receiver end of a named channel. */
final class NodeReceiver<T> implements PortReceiver<T> {

    private final RemoteReceiver<T> receiver;

    NodeReceiver(RemoteReceiver<T> receiver) {
        this.receiver = receiver;
    }

    @Override
    public void close() {
        receiver.close();
    }

    @Override
    public RemoteReceiver<T> port() {
        return receiver;
    }

    @Override
    public String toString() {
        return "receiver of channel '" + receiver.channel() + "'";
    }
}
