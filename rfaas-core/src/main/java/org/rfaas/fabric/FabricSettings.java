package org.rfaas.fabric;

import java.time.Duration;

/**
 * What the configuration says to providers (keys {@code fabric.PROVIDER.*}); each takes its own part when it is opened.
 *
 * @param tcp {@code fabric.tcp.*}
 * @param verbs {@code fabric.verbs.*}
 */
public record FabricSettings(Tcp tcp, Verbs verbs) {
    /** What holds where nobody says otherwise; {@code reference.conf} says the same. */
    public static final FabricSettings DEFAULTS =
            new FabricSettings(new Tcp("127.0.0.1", Duration.ofMillis(500), Duration.ofMillis(2500), 0), new Verbs(""));

    /**
     * TCP connections.
     *
     * @param bind address, host name or network interface on which listeners without an explicit location are opened
     * @param heartbeatInterval the longest a side stays silent; 1 ms to one minute
     * @param heartbeatTimeout silence after which the peer counts as lost; at least twice the interval of either side
     * @param socketBufferBytes size of the kernel's buffers a direction; 0 leaves it to the kernel, which adapts it
     */
    public record Tcp(String bind, Duration heartbeatInterval, Duration heartbeatTimeout, int socketBufferBytes) {
        private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

        public Tcp {
            if (bind.isBlank()) {
                throw new IllegalArgumentException("fabric.tcp.bind is empty; name an address, host or interface");
            }
            if (heartbeatInterval.toMillis() < 1 || heartbeatInterval.compareTo(LONGEST_INTERVAL) > 0) {
                throw new IllegalArgumentException(
                        "fabric.tcp.heartbeat-interval of " + heartbeatInterval.toMillis() + " ms is not in 1 ms..1 m");
            }
            if (heartbeatTimeout.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException("fabric.tcp.heartbeat-timeout (" + heartbeatTimeout.toMillis()
                        + " ms) must be at least twice fabric.tcp.heartbeat-interval (" + heartbeatInterval.toMillis()
                        + " ms)");
            }
            if (socketBufferBytes < 0) {
                throw new IllegalArgumentException("fabric.tcp.socket-buffer is negative");
            }
        }
    }

    /**
     * RDMA devices.
     *
     * @param address IP address of the device to use, or empty for the first that has one
     */
    public record Verbs(String address) {}
}
