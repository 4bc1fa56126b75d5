package org.rfaas.fabric.tcp;

import java.time.Duration;
import org.rfaas.fabric.FabricException;

/**
 * What can be configured, by system properties.
 *
 * @param bindHost {@code fabric.tcp.bind}: address, host name or network interface on which listeners without an explicit
 *     one are opened; loopback by default
 * @param heartbeatInterval {@code fabric.tcp.heartbeat-interval-ms}: the longest a side stays silent
 * @param heartbeatTimeout {@code fabric.tcp.heartbeat-timeout-ms}: silence after which the peer counts as gone
 * @param socketBufferBytes {@code fabric.tcp.socket-buffer-bytes}: size of the kernel's buffers a direction; 0 leaves it
 *     to the kernel, which adapts it
 */
record TcpOptions(String bindHost, Duration heartbeatInterval, Duration heartbeatTimeout, int socketBufferBytes) {
    private static final String PREFIX = "fabric.tcp.";

    TcpOptions {
        if (bindHost.isBlank()) {
            throw new FabricException(PREFIX + "bind is empty; name an address, host or interface");
        }
        if (heartbeatInterval.toMillis() < 1 || heartbeatTimeout.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
            throw new FabricException(PREFIX + "heartbeat-timeout-ms (" + heartbeatTimeout.toMillis()
                    + ") must be at least twice " + PREFIX + "heartbeat-interval-ms (" + heartbeatInterval.toMillis()
                    + "), which must be at least 1");
        }
        if (socketBufferBytes < 0) {
            throw new FabricException(PREFIX + "socket-buffer-bytes is negative");
        }
    }

    static TcpOptions ofSystemProperties() {
        return new TcpOptions(
                System.getProperty(PREFIX + "bind", "127.0.0.1"),
                Duration.ofMillis(number("heartbeat-interval-ms", 500)),
                Duration.ofMillis(number("heartbeat-timeout-ms", 2500)),
                number("socket-buffer-bytes", 0));
    }

    private static int number(String key, int otherwise) {
        String text = System.getProperty(PREFIX + key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new FabricException(PREFIX + key + " is '" + text + "', not a number", e);
        }
    }
}
