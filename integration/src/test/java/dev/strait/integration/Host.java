package dev.strait.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A machine on a {@link Network}: a namespace with one interface, whose cable leads to a port of the switch. All faults are made in the
 * kernel, below TCP: nobody is told.
 */
final class Host {
    private static final Pattern DROPPED = Pattern.compile("dropped (\\d+)");

    private final String hub;
    private final String namespace;
    private final int number;
    private final String port;
    private boolean isImpairedByKernel;
    private @Nullable Wire wire;

    Host(String hub, String namespace, int number) {
        this.hub = hub;
        this.namespace = namespace;
        this.number = number;
        this.port = "port" + number;
    }

    void plugIn() {
        Shell.run("ip netns add " + namespace);
        Shell.run("ip -n " + hub + " link add " + port + " type veth peer name eth0 netns " + namespace);
        Shell.run("ip -n " + hub + " link set " + port + " master br0 up");
        Shell.run("ip -n " + namespace + " link set lo up");
        Shell.run("ip -n " + namespace + " address add " + ip() + "/24 dev eth0");
        Shell.run("ip -n " + namespace + " link set eth0 up");
    }

    private String ip() {
        return "10.213.7." + number;
    }

    /** An address here. */
    String address(int tcpPort) {
        return ip() + ":" + tcpPort;
    }

    /** What to put before a command so that it runs here. The process is the command's own. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", namespace);
    }

    /** Pulls the cable, at the switch: packets vanish in both directions, and neither side sees an end of anything. */
    void cut() {
        Shell.run("ip -n " + hub + " link set " + port + " down");
    }

    /** Plugs the cable in again. */
    void heal() {
        Shell.run("ip -n " + hub + " link set " + port + " up");
    }

    /** What this host sends vanishes; it still hears. */
    void mute() {
        Shell.run("tc -n " + namespace + " qdisc replace dev eth0 root blackhole");
    }

    /** Ends {@link #mute}. */
    void unmute() {
        Shell.run("tc -n " + namespace + " qdisc delete dev eth0 root");
    }

    /** What is sent to this host vanishes; it still speaks. */
    void deafen() {
        Shell.run("tc -n " + hub + " qdisc replace dev " + port + " root blackhole");
    }

    /** Ends {@link #deafen}. */
    void undeafen() {
        Shell.run("tc -n " + hub + " qdisc delete dev " + port + " root");
    }

    /** Makes the line bad in both directions: by netem, or, in a kernel without it, by a {@link Wire} between cable and switch. */
    void impair(Impairment impairment) {
        if (NetworkCondition.hasNetem()) {
            shape("root netem " + impairment.toNetem());
            isImpairedByKernel = true;
        } else {
            NetworkCondition.sayHowLinesAreMade();
            wire = Wire.between(hub, number, port, impairment);
        }
    }

    /** Sets a queueing discipline in both directions. */
    void shape(String discipline) {
        Shell.run("tc -n " + namespace + " qdisc replace dev eth0 " + discipline);
        Shell.run("tc -n " + hub + " qdisc replace dev " + port + " " + discipline);
    }

    /** How many packets the bad line has lost. */
    long lost() {
        if (wire != null) {
            return wire.lost();
        }
        if (!isImpairedByKernel) {
            return 0;
        }
        return DROPPED.matcher(Shell.run("tc -s -n " + namespace + " qdisc show dev eth0")
                        + Shell.run("tc -s -n " + hub + " qdisc show dev " + port))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** How many connections were made to this host: its TCP's count of passive opens. */
    long accepted() {
        String counters = Shell.run("ip netns exec " + namespace + " cat /proc/net/snmp");
        List<String[]> tcp = new ArrayList<>();
        Pattern.compile("(?m)^Tcp: (.*)$")
                .matcher(counters)
                .results()
                .map(MatchResult::group)
                .forEach(line -> tcp.add(line.split(" ")));
        return Long.parseLong(tcp.get(1)[List.of(tcp.get(0)).indexOf("PassiveOpens")]);
    }

    void unplug() {
        if (wire != null) {
            wire.close();
        }
    }
}
