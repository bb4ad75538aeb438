package dev.strait.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network that exists only for a test: a network namespace with a bridge, the switch, and one namespace for each {@link Host}, whose
 * only cable ends at that switch. No packet gets in or out. Needs Linux, the commands {@code ip} and {@code tc}, and the rights of root.
 *
 * <p>The names of the namespaces say which process made them and when that process began. What a process leaves that was killed is
 * removed by the next one that makes a network; one that ends otherwise removes all of its own. Nothing else is ever touched. A network is
 * used by one thread at a time.
 */
final class Network implements AutoCloseable {
    private static final String PREFIX = "strait-test-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-(\\d+)-\\w+-\\w+");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String OURS = PREFIX + identity(ProcessHandle.current()) + "-";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final AtomicBoolean IS_FIRST = new AtomicBoolean(true);

    private final String prefix = OURS + NUMBER.incrementAndGet() + "-";
    private final String hub = prefix + "hub";
    private final List<Host> hosts = new ArrayList<>();

    Network() {
        Shell.run("ip netns add " + hub);
        try {
            if (IS_FIRST.getAndSet(false)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(named(OURS))));
                removeLeftovers();
            }
            Shell.run("ip -n " + hub + " link add br0 type bridge");
            Shell.run("ip -n " + hub + " link set br0 up");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What the names of all its namespaces begin with. */
    String prefix() {
        return prefix;
    }

    /** One more machine on this network. */
    Host addHost() {
        int number = hosts.size() + 1;
        Host host = new Host(hub, prefix + number, number);
        hosts.add(host);
        host.plugIn();
        return host;
    }

    /** Removes everything, and ends the processes that still run in it. */
    @Override
    public void close() {
        hosts.forEach(Host::unplug);
        remove(named(prefix));
    }

    /** Removes what processes left that are gone. */
    static void removeLeftovers() {
        remove(named(PREFIX).stream().filter(Network::isOfDeadProcess).toList());
    }

    /** The namespaces whose names begin so. */
    static List<String> named(String prefix) {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfDeadProcess(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                && ProcessHandle.of(Long.parseLong(parts.group(1)))
                        .map(process -> !identity(process).equals(parts.group(1) + "-" + parts.group(2)))
                        .orElse(true);
    }

    /** The number of a process, and when it began: numbers are used again. */
    private static String identity(ProcessHandle process) {
        return process.pid() + "-"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static void remove(List<String> namespaces) {
        RuntimeException first = null;
        for (String name : namespaces) {
            try {
                Shell.run("ip netns pids " + name)
                        .lines()
                        .forEach(pid -> ProcessHandle.of(Long.parseLong(pid.strip()))
                                .ifPresent(ProcessHandle::destroyForcibly));
                Shell.run("ip netns delete " + name);
            } catch (RuntimeException e) {
                if (!named(name).isEmpty()) { // else another run has removed it
                    first = first == null ? e : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
