package org.rfaas.fabric;

import java.util.List;

/**
 * A network device that a provider can use, for people to look at.
 *
 * @param name the operating system's, for example {@code mlx5_0}
 * @param ports its ports
 * @param limits what it can do at most, in the words of its library, in the order to print them
 */
public record FabricDevice(String name, List<Port> ports, List<Limit> limits) {
    public FabricDevice {
        ports = List.copyOf(ports);
        limits = List.copyOf(limits);
    }

    /**
     * A port.
     *
     * @param number from 1
     * @param state for example {@code ACTIVE}
     * @param link for example {@code InfiniBand} or {@code Ethernet}
     * @param mtuBytes payload of a packet
     * @param networkInterface the interface whose addresses reach it; empty when there is none
     * @param addresses IP addresses of that interface
     */
    public record Port(
            int number, String state, String link, int mtuBytes, String networkInterface, List<String> addresses) {
        public Port {
            addresses = List.copyOf(addresses);
        }
    }

    /** A named number. */
    public record Limit(String name, long value) {}
}
