package org.rfaas.executor.cli;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.NodeConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether clients of a resource manager find a node. The manager tells them what the node tells of itself, so a loopback
 * address leads those on other hosts to themselves.
 */
final class NodeReach {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReach.class);

    private NodeReach() {}

    /**
     * Checks it. A node on its resource manager's own host may serve that host alone, with a warning.
     *
     * @param fabric what the node would listen with
     * @throws ConfigurationException when the manager is on another host, and the node would serve on loopback
     */
    static void require(FabricAddress manager, Fabric fabric, NodeConfig node) {
        if (!Fabrics.provider(fabric.provider()).reachesOtherHosts()) {
            return;
        }
        Optional<InetAddress> managerHost = resolve(hostOf(manager));
        if (managerHost.isEmpty() || managerHost.get().isLoopbackAddress()) {
            return;
        }
        Optional<String> problem = problem(fabric, node);
        if (problem.isPresent()) {
            String whole = "clients of the resource manager at " + manager
                    + " on other hosts would not find this node: " + problem.get();
            if (!isHere(managerHost.get())) {
                throw new ConfigurationException(whole);
            }
            LOG.warn("{}", whole);
        }
    }

    private static Optional<String> problem(Fabric fabric, NodeConfig node) {
        if (isLoopback(node.host())) {
            return Optional.of(
                    "executor-manager.host is " + node.host() + "; set it to this host's address in their network");
        }
        try (Listener probe = fabric.listen(node.listen())) {
            String host = hostOf(probe.address());
            return isLoopback(host)
                    ? Optional.of("the executor manager would listen at " + host + "; set fabric.tcp.bind to this"
                            + " host's address or network interface, or executor-manager.listen")
                    : Optional.empty();
        }
    }

    private static boolean isLoopback(String host) {
        return resolve(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            LOG.debug("cannot look at the network interfaces", e);
            return false;
        }
    }

    /** Of an address on a network, {@code host:port}. */
    private static String hostOf(FabricAddress address) {
        String location = address.location();
        return location.substring(0, Math.max(0, location.lastIndexOf(':')));
    }

    private static Optional<InetAddress> resolve(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
