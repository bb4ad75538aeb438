package dev.strait.bench.peers.jox;

import com.softwaremill.jox.Channel;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import dev.strait.bench.spi.Values;
import java.util.EnumSet;
import java.util.Set;

/** Jox: channels within one process, between two virtual threads. It has no calls for batches. */
public final class JoxSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public JoxSystem() {}

    @Override
    public String name() {
        return "jox";
    }

    @Override
    public String version() {
        return "1.0.1";
    }

    @Override
    public String threads() {
        return "virtual threads";
    }

    @Override
    public Set<Scenario> scenarios() {
        return EnumSet.of(Scenario.LOCAL, Scenario.LOCAL_RENDEZVOUS);
    }

    @Override
    public void first(Run run) {
        Channel<Msg> channel = run.scenario() == Scenario.LOCAL_RENDEZVOUS
                ? Channel.newRendezvousChannel()
                : Channel.newBufferedChannel(Scenario.LOCAL_CAPACITY);
        run.fork(Thread.ofVirtual(), () -> {
            var values = new Values();
            Meter meter = run.meter();
            while (true) {
                values.arrived(channel.receive(), meter);
            }
        });
        run.fork(Thread.ofVirtual(), () -> {
            var values = new Values();
            while (true) {
                channel.send(values.next());
            }
        });
    }

    @Override
    public void second(Run run) {
        throw new IllegalArgumentException(run.scenario() + " has one process");
    }
}
