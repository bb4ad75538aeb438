package dev.strait;

/**
 * Both ends of a channel without a name, which {@link Node#channel(Class)} makes. One of them stays, the other goes to another process in a value:
 *
 * {@snippet :
 * record Source(String name, Receiver<Frame> frames) {}
 *
 * ChannelEnds<Frame> frames = node.channel(Frame.class);
 * sources.send(new Source("camera 7", frames.receiver()));
 * frames.sender().send(frame);
 * }
 *
 * @param sender sends to whoever takes the receiver. What is sent before the receiver was sent waits, as it does on a channel that has no receiver
 * @param receiver to be sent, once, as a component of a value or in a collection in it, over a channel with a name and a buffer, or one that was
 *     itself sent; nothing can be received from it before it has arrived
 * @param <T> the type of the values
 */
public record ChannelEnds<T>(Sender<T> sender, Receiver<T> receiver) {}
