package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.rfaas.fabric.FabricDevice;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.rdma.RdmaLocation;

/** Which RDMA devices this machine has, and which IP addresses reach them. */
final class VerbsDevices {
    private static final Path SYSFS = Path.of("/sys/class/infiniband");
    private static final String NO_DEVICE =
            "no RDMA device; set fabric.provider=shm or tcp, or run run-scripts/setup --rdma";
    private static final long LONGEST_NAME = 64;
    private static final int NO_MTU = 0;

    /** {@code struct ibv_device_attr} (ibv_query_device(3)). */
    private static final long DEVICE_ATTRIBUTE_BYTES = 232;

    private static final long PHYS_PORT_CNT = 227;

    /** {@code struct ibv_port_attr} (ibv_query_port(3)). */
    private static final long PORT_ATTRIBUTE_BYTES = 64;

    private static final long STATE = 0;
    private static final long ACTIVE_MTU = 8;
    private static final long LINK_LAYER = 46;
    private static final List<String> STATES = List.of("NOP", "DOWN", "INIT", "ARMED", "ACTIVE", "ACTIVE_DEFER");
    private static final List<String> LINKS = List.of("unspecified", "InfiniBand", "Ethernet");

    private VerbsDevices() {}

    /**
     * Why it is of no use to ask the library for devices, with the remedy; empty if it may have some. The kernel says so as
     * well: to link the library's functions only to hear that there is none costs a rank some tenths of a second of its
     * compilers' time.
     */
    static Optional<String> missing() {
        String[] devices = SYSFS.toFile().list();
        return devices == null || devices.length == 0 ? Optional.of(NO_DEVICE) : Optional.empty();
    }

    /**
     * The address that chooses the device of a fabric: the configured one, else the first that rdma_cm finds a device for.
     *
     * @throws FabricException when there is none, with the remedy
     */
    static InetAddress usableAddress(FabricSettings.Verbs settings) {
        List<String> names = withDevices(device -> name(device));
        if (names.isEmpty()) {
            throw new FabricException(NO_DEVICE);
        }
        Optional<InetAddress> configured = RdmaLocation.configured(settings);
        List<InetAddress> candidates = configured.map(List::of).orElseGet(RdmaLocation::localAddresses);
        Librdmacm.Functions functions = Librdmacm.functions();
        MemorySegment channel = functions.createEventChannel().pointer("cannot talk to the RDMA connection manager");
        try {
            return candidates.stream()
                    .filter(address -> reachesDevice(functions, channel, address))
                    .findFirst()
                    .orElseThrow(() -> new FabricException(configured
                            .map(address -> RdmaLocation.ADDRESS_KEY + " is " + address.getHostAddress()
                                    + ", which is no address of the RDMA devices " + names)
                            .orElse("the RDMA devices " + names + " have no IP address; give one to their network"
                                    + " interface with ip address add")));
        } finally {
            functions.destroyEventChannel().attempt(channel);
        }
    }

    private static boolean reachesDevice(Librdmacm.Functions functions, MemorySegment channel, InetAddress address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            functions
                    .createId()
                    .call(
                            "cannot make an RDMA connection identifier",
                            channel,
                            pointer,
                            MemorySegment.NULL,
                            CmId.PORT_SPACE_TCP);
            MemorySegment id = pointer.get(ADDRESS, 0);
            MemorySegment target = new RdmaLocation(address, 0).toNative(arena);
            boolean bound = (int) functions.bindAddr().attempt(id, target) == 0
                    && id.reinterpret(Long.BYTES).get(ADDRESS, 0).address() != 0;
            functions.destroyId().attempt(id);
            return bound;
        }
    }

    /** All devices with their ports and limits. */
    static List<FabricDevice> list() {
        return withDevices(VerbsDevices::describe);
    }

    private static <T> List<T> withDevices(Function<MemorySegment, T> use) {
        Libibverbs.Functions functions = Libibverbs.functions();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            MemorySegment list = (MemorySegment) functions.getDeviceList().attempt(count);
            if (list.address() == 0) {
                return List.of(); // this kernel knows no RDMA
            }
            try {
                int devices = count.get(JAVA_INT, 0);
                MemorySegment pointers = list.reinterpret(devices * ADDRESS.byteSize());
                List<T> all = new ArrayList<>();
                for (int i = 0; i < devices; i++) {
                    all.add(use.apply(pointers.getAtIndex(ADDRESS, i)));
                }
                return all;
            } finally {
                functions.freeDeviceList().attempt(list);
            }
        }
    }

    private static String name(MemorySegment device) {
        MemorySegment text =
                (MemorySegment) Libibverbs.functions().getDeviceName().attempt(device);
        return text.reinterpret(LONGEST_NAME).getString(0);
    }

    /** Name of the device of a {@code struct ibv_context}. */
    static String nameOfContext(MemorySegment context) {
        return name(context.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0));
    }

    private static FabricDevice describe(MemorySegment device) {
        Libibverbs.Functions functions = Libibverbs.functions();
        String name = name(device);
        MemorySegment context = functions.openDevice().pointer("cannot open RDMA device " + name, device);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(DEVICE_ATTRIBUTE_BYTES, Long.BYTES);
            functions.queryDevice().call("cannot query RDMA device " + name, context, attributes);
            List<FabricDevice.Port> ports = new ArrayList<>();
            for (int port = 1; port <= Byte.toUnsignedInt(attributes.get(JAVA_BYTE, PHYS_PORT_CNT)); port++) {
                MemorySegment portAttributes = arena.allocate(PORT_ATTRIBUTE_BYTES, Long.BYTES);
                functions.queryPort().call("cannot query RDMA device " + name, context, (byte) port, portAttributes);
                ports.add(describePort(name, port, portAttributes));
            }
            return new FabricDevice(name, ports, limits(attributes));
        } finally {
            functions.closeDevice().attempt(context);
        }
    }

    private static List<FabricDevice.Limit> limits(MemorySegment attributes) {
        return List.of(
                new FabricDevice.Limit("max_mr_size", attributes.get(JAVA_LONG, 80)),
                new FabricDevice.Limit("max_mr", attributes.get(JAVA_INT, 136)),
                new FabricDevice.Limit("max_qp", attributes.get(JAVA_INT, 108)),
                new FabricDevice.Limit("max_qp_wr", attributes.get(JAVA_INT, 112)),
                new FabricDevice.Limit("max_cq", attributes.get(JAVA_INT, 128)),
                new FabricDevice.Limit("max_cqe", attributes.get(JAVA_INT, 132)),
                new FabricDevice.Limit("max_qp_rd_atom", attributes.get(JAVA_INT, 144)));
    }

    private static FabricDevice.Port describePort(String device, int port, MemorySegment attributes) {
        int mtuCode = attributes.get(JAVA_INT, ACTIVE_MTU); // 1 stands for 256 bytes, 5 for 4096
        String card = networkInterface(device, port);
        return new FabricDevice.Port(
                port,
                nameOf(STATES, attributes.get(JAVA_INT, STATE)),
                nameOf(LINKS, attributes.get(JAVA_BYTE, LINK_LAYER)),
                mtuCode < 1 || mtuCode > 5 ? NO_MTU : 128 << mtuCode,
                card,
                addresses(card));
    }

    private static String nameOf(List<String> names, int code) {
        return code >= 0 && code < names.size() ? names.get(code) : "code " + code;
    }

    private static String networkInterface(String device, int port) {
        try {
            return Files.readString(SYSFS.resolve(device + "/ports/" + port + "/gid_attrs/ndevs/0"))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> addresses(String card) {
        try {
            NetworkInterface found = card.isEmpty() ? null : NetworkInterface.getByName(card);
            return found == null
                    ? List.of()
                    : found.getInterfaceAddresses().stream()
                            .map(InterfaceAddress::getAddress)
                            .map(InetAddress::getHostAddress)
                            .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
