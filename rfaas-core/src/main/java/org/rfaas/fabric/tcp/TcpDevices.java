package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.rfaas.fabric.FabricDevice;
import org.rfaas.fabric.FabricException;

/** The network interfaces of this machine (sysfs, Documentation/ABI/testing/sysfs-class-net of the kernel). */
final class TcpDevices {
    private static final Path SYSFS = Path.of("/sys/class/net");

    /** ARPHRD_* in if_arp.h. */
    private static final int ETHER = 1;

    private static final int INFINIBAND = 32;
    private static final int LOOPBACK = 772;

    private TcpDevices() {}

    static List<FabricDevice> list() {
        try {
            List<FabricDevice> all = new ArrayList<>();
            for (NetworkInterface card : NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .toList()) {
                all.add(describe(card));
            }
            return all;
        } catch (SocketException e) {
            throw new FabricException("cannot list network interfaces: " + e.getMessage(), e);
        }
    }

    private static FabricDevice describe(NetworkInterface card) throws SocketException {
        String name = card.getName();
        FabricDevice.Port port = new FabricDevice.Port(
                1,
                card.isUp() ? "UP" : "DOWN",
                link(name),
                card.getMTU(),
                name,
                card.inetAddresses().map(InetAddress::getHostAddress).toList());
        OptionalLong speed = number(name, "speed"); // -1 where the driver does not know
        return new FabricDevice(
                name,
                List.of(port),
                speed.orElse(-1) > 0 ? List.of(new FabricDevice.Limit("mbit_s", speed.getAsLong())) : List.of());
    }

    private static String link(String name) {
        int type = Math.toIntExact(number(name, "type").orElse(0));
        return switch (type) {
            case ETHER -> "Ethernet";
            case INFINIBAND -> "InfiniBand";
            case LOOPBACK -> "loopback";
            default -> "type " + type;
        };
    }

    /** The interface may be of another network namespace than sysfs shows, or its driver may not answer. */
    private static OptionalLong number(String name, String attribute) {
        try {
            return OptionalLong.of(Long.parseLong(
                    Files.readString(SYSFS.resolve(name).resolve(attribute)).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
