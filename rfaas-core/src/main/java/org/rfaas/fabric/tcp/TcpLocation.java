package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;

/**
 * {@code host:port}, with an IPv6 address in brackets.
 *
 * @param host address, host name, or for listening a network interface
 * @param port 0 for a free one
 */
record TcpLocation(String host, int port) {
    private static final int MAX_PORT = 0xFFFF;

    TcpLocation {
        if (host.isBlank() || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + host + ":" + port + "' is no location; expected HOST:PORT");
        }
    }

    /**
     * Parses a location.
     *
     * @throws IllegalArgumentException when it has no host or no port
     */
    static TcpLocation parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon));
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (!host.isEmpty() && (bracketed || host.indexOf(':') < 0)) {
                String bare = bracketed ? host.substring(1, host.length() - 1) : host;
                return new TcpLocation(bare, Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no location; expected HOST:PORT", e);
        }
        throw new IllegalArgumentException("'" + text + "' is no location; expected HOST:PORT or [IPV6]:PORT");
    }

    static TcpLocation of(InetSocketAddress address) {
        return new TcpLocation(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Where to connect to. */
    InetSocketAddress remote() throws IOException {
        if (port == 0) {
            throw new IOException("port 0 is no port to connect to");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IOException("host '" + host + "' is unknown", e);
        }
    }

    /**
     * Where to listen: one address, never all of them.
     *
     * @throws UnknownHostException when this machine has nothing of that name
     * @throws IllegalArgumentException when it means all of them
     */
    InetSocketAddress local() throws IOException {
        InetAddress address = ofInterface(host).orElse(null);
        if (address == null) {
            try {
                address = InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                UnknownHostException problem = new UnknownHostException("'" + host
                        + "' is neither an address, a host nor a network interface here; rfaas devices lists them");
                problem.initCause(e);
                throw problem;
            }
        }
        if (address.isAnyLocalAddress()) {
            throw new IllegalArgumentException("that means every network interface; name the one to listen on");
        }
        return new InetSocketAddress(address, port);
    }

    private static Optional<InetAddress> ofInterface(String name) throws IOException {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            if (found == null) {
                return Optional.empty();
            }
            // IPv4, whose addresses are shorter, first
            Optional<InetAddress> address =
                    found.inetAddresses().min(Comparator.comparingInt(candidate -> candidate.getAddress().length));
            if (address.isEmpty()) {
                throw new IOException("network interface " + name + " has no address");
            }
            return address;
        } catch (SocketException e) {
            throw new IOException("cannot look at the network interfaces: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
