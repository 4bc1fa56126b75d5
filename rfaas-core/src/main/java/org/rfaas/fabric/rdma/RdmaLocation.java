package org.rfaas.fabric.rdma;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.LocationException;

/**
 * Where a listener is: an IP address of an RDMA device, and a port of rdma_cm's own (they have nothing to do with TCP's).
 *
 * @param port 0 for a free one
 */
public record RdmaLocation(InetAddress host, int port) {
    /** Key of the IP address that chooses an RDMA device. */
    public static final String ADDRESS_KEY = "fabric.verbs.address";

    private static final int MAX_PORT = 0xffff;

    /** Of {@code struct sockaddr_in} and {@code sockaddr_in6}. */
    private static final int SOCKADDR_BYTES = 28;

    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final long PORT = 2;
    private static final long INET_ADDR = 4;
    private static final long INET6_ADDR = 8;
    private static final long INET6_SCOPE = 24;
    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    /**
     * Parses {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws LocationException when it is malformed or the host unknown
     */
    public static RdmaLocation parse(String location) {
        int colon = location.lastIndexOf(':');
        try {
            int port = Integer.parseInt(location, colon + 1, location.length(), 10);
            if (colon < 1 || port < 0 || port > MAX_PORT) {
                throw malformed(location);
            }
            return new RdmaLocation(InetAddress.getByName(location.substring(0, colon)), port);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw malformed(location);
        } catch (UnknownHostException e) {
            throw new LocationException("unknown host in location '" + location + "'", e);
        }
    }

    private static LocationException malformed(String location) {
        return new LocationException("'" + location + "' is no location of an RDMA fabric; expected HOST:PORT", null);
    }

    /** Whether a host is this machine's loopback, which no RDMA device serves. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // listening there will say so
        }
    }

    /** Location of a free port at a host. */
    public static String freePortAt(String host) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":0";
    }

    /**
     * The address that the configuration chooses a device by.
     *
     * @throws FabricException when it is none
     */
    public static Optional<InetAddress> configured(FabricSettings.Verbs settings) {
        String text = settings.address();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new FabricException(ADDRESS_KEY + " is '" + text + "', which is no address", e);
        }
    }

    /** IP addresses that may belong to a device: rdma_cm knows neither loopback nor link-local ones. IPv4 first. */
    public static List<InetAddress> localAddresses() {
        try {
            List<InetAddress> all = new ArrayList<>();
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (card.isUp() && !card.isLoopback()) {
                    all.addAll(Collections.list(card.getInetAddresses()));
                }
            }
            all.removeIf(InetAddress::isLinkLocalAddress);
            all.sort((one, other) -> Integer.compare(one.getAddress().length, other.getAddress().length));
            return all;
        } catch (SocketException e) {
            throw new FabricException("cannot list network interfaces: " + e.getMessage(), e);
        }
    }

    /** The same host with another port. */
    public RdmaLocation withPort(int actual) {
        return new RdmaLocation(host, actual);
    }

    /** As {@code struct sockaddr}. */
    public MemorySegment toNative(Arena arena) {
        MemorySegment address = arena.allocate(SOCKADDR_BYTES, Integer.BYTES);
        boolean six = host instanceof Inet6Address;
        address.set(JAVA_SHORT, 0, six ? AF_INET6 : AF_INET);
        address.set(NETWORK_SHORT, PORT, (short) port);
        byte[] bytes = host.getAddress();
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, six ? INET6_ADDR : INET_ADDR, bytes.length);
        if (host instanceof Inet6Address inet6) {
            address.set(ValueLayout.JAVA_INT, INET6_SCOPE, inet6.getScopeId());
        }
        return address;
    }

    @Override
    public String toString() {
        return (host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress()) + ":" + port;
    }
}
