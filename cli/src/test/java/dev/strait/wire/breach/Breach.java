package dev.strait.wire.breach;

import dev.strait.testkit.sim.Simulation;
import java.net.Socket;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Assertions;

/** Does what the wire may not, so that the rules can show that they notice. Never run. */
public final class Breach {

    private final ReentrantLock lock = new ReentrantLock();
    private final Socket socket = new Socket();

    long readsTheClock() {
        return System.nanoTime() + Instant.now().getNano();
    }

    UUID takesChances() {
        return UUID.randomUUID();
    }

    double differsFromMachineToMachine(double value) {
        return Math.log(value);
    }

    void startsAThread() {
        new Thread(lock::unlock).start();
    }

    synchronized void isSynchronized() {
        System.out.println(socket);
    }

    void containsASynchronizedBlock() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    void needsATestLibrary() {
        Assertions.fail();
    }

    boolean needsTheTestkit() {
        return Simulation.run(1).passed();
    }
}
