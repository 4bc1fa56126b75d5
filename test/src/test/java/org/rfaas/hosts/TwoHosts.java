package org.rfaas.hosts;

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

    private final String prefix;
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

    /** Why the network between them cannot be made bad here; empty when it can. */
    public Optional<String> whyNotImpair() {
        List<String> probe = new ArrayList<>(prefix(Host.LEFT));
        probe.addAll(List.of("tc", "qdisc", "replace", "dev", "lo", "root", "netem", "delay", "0ms"));
        Commands.Outcome outcome = Commands.attempt(probe);
        return outcome.exitCode() == 0 ? Optional.empty() : Optional.of("tc netem: " + outcome.output());
    }

    /**
     * Makes the network bad, in both directions (tc-netem(8)).
     *
     * @param netem for example {@code delay 20ms loss 1%}
     */
    public void impair(String netem) {
        for (Host host : Host.values()) {
            List<String> command = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", DEVICE, "root", "netem"));
            command.addAll(List.of(netem.split(" ", -1)));
            in(host, command.toArray(String[]::new));
        }
    }

    /** Ends {@link #impair}. */
    public void repair() {
        for (Host host : Host.values()) {
            in(host, "tc", "qdisc", "del", "dev", DEVICE, "root");
        }
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
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM ends already, and the hook has run or will
        }
    }
}
