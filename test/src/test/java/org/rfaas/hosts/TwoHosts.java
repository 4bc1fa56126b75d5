package org.rfaas.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two network namespaces of this machine joined by a pair of virtual Ethernet devices, which stand for two hosts and the
 * cable between them. Everything it sets up is gone after {@link #close}, and at the latest when this JVM ends.
 */
public final class TwoHosts implements AutoCloseable {
    /** A network that documentation may use freely, so nothing real is shadowed (RFC 5737, TEST-NET-2). */
    private static final String NETWORK = "198.51.100.";

    private static final String DEVICE = "veth0";

    private static final String BAD_DEVICE = "rfaas-bad";

    private final String prefix;
    private Optional<Cable> cable = Optional.empty();
    private final Thread atExit = new Thread(this::remove);

    private TwoHosts(String prefix) {
        this.prefix = prefix;
    }

    /** One of the two. */
    public enum Host {
        LEFT(1),
        RIGHT(2);

        private final int number;

        Host(int number) {
            this.number = number;
        }
    }

    /** Why this machine does not permit it; empty when it does. */
    public static Optional<String> whyNot() {
        String probe = "rfaas-probe-" + ProcessHandle.current().pid();
        Commands.Outcome added = Commands.attempt(List.of("ip", "netns", "add", probe));
        if (added.exitCode() != 0) {
            return Optional.of("ip netns add: " + added.output());
        }
        Commands.Outcome entered = Commands.attempt(List.of("ip", "netns", "exec", probe, "ip", "link", "show", "lo"));
        Commands.attempt(List.of("ip", "netns", "del", probe));
        return entered.exitCode() == 0 ? Optional.empty() : Optional.of("ip netns exec: " + entered.output());
    }

    /** Sets them up. */
    public static TwoHosts create() {
        TwoHosts hosts = new TwoHosts("rfaas-" + ProcessHandle.current().pid() + "-");
        Runtime.getRuntime().addShutdownHook(hosts.atExit);
        try {
            hosts.setUp();
            return hosts;
        } catch (RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    private void setUp() {
        String left = namespace(Host.LEFT);
        String right = namespace(Host.RIGHT);
        Commands.run(List.of("ip", "netns", "add", left));
        Commands.run(List.of("ip", "netns", "add", right));
        Commands.run(List.of(
                "ip", "link", "add", DEVICE, "netns", left, "type", "veth", "peer", "name", DEVICE, "netns", right));
        for (Host host : Host.values()) {
            in(host, "ip", "link", "set", "lo", "up");
            in(host, "ip", "address", "add", address(host) + "/24", "dev", DEVICE);
            in(host, "ip", "link", "set", DEVICE, "up");
        }
    }

    public String address(Host host) {
        return NETWORK + host.number;
    }

    /** Put before a command, runs it on that host. */
    public List<String> prefix(Host host) {
        return List.of("ip", "netns", "exec", namespace(host));
    }

    /** Runs a command on that host and requires that it succeeds. */
    public void in(Host host, String... command) {
        List<String> whole = new ArrayList<>(prefix(host));
        whole.addAll(List.of(command));
        Commands.run(whole);
    }

    /** Pulls the cable. */
    public void linkDown() {
        in(Host.LEFT, "ip", "link", "set", DEVICE, "down");
    }

    /** Plugs the cable in again. */
    public void linkUp() {
        in(Host.LEFT, "ip", "link", "set", DEVICE, "up");
    }

    /**
     * Makes the network bad in both directions, for connections that are open too: by tc-netem(8) where the kernel has it,
     * else by a cable of our own.
     */
    public void impair(Duration delay, double lossFraction) {
        String netem = "delay " + delay.toMillis() + "ms loss " + 100 * lossFraction + "%";
        boolean hasNetem = true;
        for (Host host : Host.values()) {
            List<String> command = new ArrayList<>(prefix(host));
            command.addAll(List.of("tc", "qdisc", "replace", "dev", DEVICE, "root", "netem"));
            command.addAll(List.of(netem.split(" ", -1)));
            hasNetem &= Commands.attempt(command).exitCode() == 0;
        }
        if (!hasNetem) {
            String left = BAD_DEVICE + Host.LEFT.number;
            String right = BAD_DEVICE + Host.RIGHT.number;
            cable = Optional.of(new Cable(left, right, delay, lossFraction));
            for (Host host : Host.values()) {
                Commands.run(List.of("ip", "link", "set", BAD_DEVICE + host.number, "netns", namespace(host)));
                in(host, "ip", "link", "set", BAD_DEVICE + host.number, "up");
                move(host, DEVICE, BAD_DEVICE + host.number);
            }
        }
    }

    /** Ends {@link #impair}. */
    public void repair() {
        for (Host host : Host.values()) {
            if (cable.isPresent()) {
                move(host, BAD_DEVICE + host.number, DEVICE);
            } else {
                in(host, "tc", "qdisc", "del", "dev", DEVICE, "root");
            }
        }
        cable.ifPresent(Cable::close);
        cable = Optional.empty();
    }

    /** A connection is between addresses, whatever device they are on. */
    private void move(Host host, String from, String to) {
        in(host, "ip", "address", "del", address(host) + "/24", "dev", from);
        in(host, "ip", "address", "add", address(host) + "/24", "dev", to);
    }

    private String namespace(Host host) {
        return prefix + host.number;
    }

    private void remove() {
        for (Host host : Host.values()) {
            Commands.attempt(List.of("ip", "netns", "del", namespace(host)));
        }
    }

    @Override
    public void close() {
        cable.ifPresent(Cable::close);
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM ends already, and the hook has run or will
        }
    }
}
