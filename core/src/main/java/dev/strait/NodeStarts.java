package dev.strait;

import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.InvalidAddress;
import dev.strait.runtime.NodeStart;
import dev.strait.runtime.RuntimeTimes;
import dev.strait.transport.Address;
import dev.strait.wire.engine.EngineConfig;
import java.util.Optional;

/** Turns addresses and options into a node that runs. */
final class NodeStarts {

    private NodeStarts() {}

    static NodeStart listen(String address, NodeOptions options) {
        Address at = checked(address, "listen", options);
        return NodeStart.listen(at, settings(options));
    }

    static NodeStart join(String address, NodeOptions options) throws InterruptedException {
        Address peer = checked(address, "join", options);
        Optional<Address> own = options.listening().at().map(it -> checked(it, "options.listen", options));
        if (own.isPresent() || !options.listening().listens() || !peer.isLoopback()) {
            if (own.isEmpty() && options.listening().advertised().isPresent()) {
                throw new ConfigurationInvalid(
                        "advertise",
                        "a node that joins " + peer
                                + ", beyond loopback, listens only where NodeOptions.withListen(address)"
                                + " says: nobody could pass on to it what is dialled at "
                                + options.listening().advertised().get());
            }
            return NodeStart.join(peer, own, settings(options));
        }
        Address beside = peer.withFreePort();
        try {
            return NodeStart.join(peer, Optional.of(beside), settings(options));
        } catch (InvalidAddress e) {
            // The program has not given this address, and may wonder what listens there.
            throw e.address().equals(beside.toString())
                    ? new InvalidAddress(
                            e.address(),
                            e.reason() + "; a node that joins " + peer
                                    + " listens there too, unless NodeOptions.withListen(address) says where, or"
                                    + " withoutListening() that it does not")
                    : e;
        }
    }

    private static Address checked(String text, String what, NodeOptions options) {
        Address address;
        try {
            address = Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidAddress(text, String.valueOf(e.getMessage()));
        }
        if (!address.isLoopback() && !options.insecure()) {
            throw new ConfigurationInvalid(
                    what,
                    "address " + address
                            + " is not loopback, and this version has no encryption and no authentication; use"
                            + " a loopback address such as localhost:5678, or accept that anybody who reaches the port can take"
                            + " part with NodeOptions.defaults().withInsecure()");
        }
        return address;
    }

    /** Where others are told to dial. */
    private static Address advertised(String text, NodeOptions options) {
        Address address = checked(text, "advertise", options);
        if (!address.isDialable()) {
            throw new InvalidAddress(
                    text,
                    "nobody can dial it, and it is to be advertised; give the host and port, or the file, at which the other"
                            + " nodes reach this one");
        }
        return address;
    }

    private static NodeStart.Settings settings(NodeOptions options) {
        NodeOptions.Waits waits = options.waits();
        EngineConfig.Credit credit = new EngineConfig.Credit(
                EngineConfig.Credit.DEFAULT.initialMessages(),
                EngineConfig.Credit.DEFAULT.initialBytes(),
                EngineConfig.Credit.DEFAULT.maxWindowBytes(),
                options.memoryBytes(),
                options.maxMessageBytes(),
                EngineConfig.Credit.DEFAULT.maxStreams());
        EngineConfig.Times times = new EngineConfig.Times(
                EngineConfig.Times.DEFAULT
                        .session()
                        .withResume(
                                waits.resume().toNanos(), waits.resumeSilent().toNanos()),
                EngineConfig.Times.DEFAULT.announceNanos(),
                EngineConfig.Times.DEFAULT.firstRedialNanos(),
                EngineConfig.Times.DEFAULT.maxRedialNanos(),
                waits.reach().toNanos());
        return new NodeStart.Settings(
                options.name(),
                options.cluster(),
                options.listening().advertised().map(it -> advertised(it, options)),
                credit,
                times,
                new RuntimeTimes(waits.join(), waits.open(), waits.close(), waits.dial()),
                options.unixSockets(),
                options.exitNotice());
    }
}
