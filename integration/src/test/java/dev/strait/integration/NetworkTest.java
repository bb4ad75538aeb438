package dev.strait.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is made is removed. */
@NeedsNetwork
class NetworkTest {
    @Test
    void aNetworkThatIsClosedLeavesNothingAndEndsWhatRunsInIt() throws Exception {
        Network network = new Network();
        Process sleeper = sleeper(network.addHost());
        assertEquals(2, Network.named(network.prefix()).size());
        network.close();
        assertEquals(List.of(), Network.named(network.prefix()));
        assertEquals(true, sleeper.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void whatAKilledProcessLeavesIsRemovedByTheNextAndNothingElse() throws Exception {
        try (Network other = new Network()) {
            List<String> command = Jvm.command();
            command.add(NetworkTest.class.getName());
            Process process = new ProcessBuilder(command).start();
            String prefix = process.inputReader().readLine();
            long sleeper = Long.parseLong(process.inputReader().readLine());
            assertEquals(2, Network.named(prefix).size());
            Network.removeLeftovers();
            assertEquals(2, Network.named(prefix).size(), "that process lives");
            process.destroyForcibly().waitFor();
            Network.removeLeftovers();
            assertEquals(List.of(), Network.named(prefix));
            assertEquals(1, Network.named(other.prefix()).size());
            ProcessHandle.of(sleeper)
                    .ifPresent(left ->
                            left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        }
    }

    /** What the process that is to be killed runs: makes a network, and waits. */
    public static void main(String[] arguments) throws Exception {
        Network network = new Network();
        System.out.println(network.prefix());
        System.out.println(sleeper(network.addHost()).pid());
        Thread.currentThread().join();
    }

    private static Process sleeper(Host host) throws Exception {
        List<String> command = new ArrayList<>(host.prefix());
        command.addAll(List.of("sleep", "100"));
        Process process = new ProcessBuilder(command).start();
        assertFalse(process.waitFor(100, TimeUnit.MILLISECONDS));
        return process;
    }
}
