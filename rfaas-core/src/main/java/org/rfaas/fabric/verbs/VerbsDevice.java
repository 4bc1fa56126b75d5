package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.OpenResources;
import org.rfaas.fabric.rdma.RdmaLocation;

/**
 * The RDMA device of a fabric: its context, a protection domain on it, and its limits. A region is registered before it is
 * known who will use it, and a key is good on one device only, so a fabric has one device.
 *
 * @param name as ibv_devices(1) prints it
 * @param address IP address of this device, given to peers
 * @param anchor identifier bound to that address; as long as it exists rdma_cm keeps the device open
 * @param maxMessageBytes longest message or one-sided transfer of one work request
 */
record VerbsDevice(
        String name,
        InetAddress address,
        CmId anchor,
        MemorySegment context,
        MemorySegment protectionDomain,
        DataPath dataPath,
        int maxMessageBytes) {
    private static final byte FIRST_PORT = 1;

    /** Of {@code struct ibv_port_attr}. */
    private static final long PORT_ATTRIBUTE_BYTES = 64;

    private static final long MAX_MSG_SZ = 20;

    static VerbsDevice open(CmChannel channel, InetAddress address) {
        CmId anchor = CmId.create(channel);
        OpenResources opened = new OpenResources();
        opened.add(anchor::destroy);
        try {
            anchor.bind(new RdmaLocation(address, 0));
            MemorySegment context = anchor.device();
            if (context.address() == 0) {
                throw new FabricException("no RDMA device has the address " + address.getHostAddress()
                        + "; ip address and ibv_devices list what there is");
            }
            MemorySegment protectionDomain =
                    Libibverbs.functions().allocPd().pointer("cannot make a protection domain", context);
            opened.add(() -> Libibverbs.functions().deallocPd().attempt(protectionDomain));
            return new VerbsDevice(
                    VerbsDevices.nameOfContext(context),
                    address,
                    anchor,
                    context,
                    protectionDomain,
                    new DataPath(context),
                    maxMessageBytes(context));
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    private static int maxMessageBytes(MemorySegment context) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(PORT_ATTRIBUTE_BYTES, Long.BYTES);
            Libibverbs.functions().queryPort().call("cannot query the RDMA port", context, FIRST_PORT, attributes);
            int bytes = attributes.get(JAVA_INT, MAX_MSG_SZ);
            // unsigned; half a gigabyte keeps page-sized parts and int arithmetic, and costs nothing
            return Integer.compareUnsigned(bytes, 1 << 29) > 0 ? 1 << 29 : bytes;
        }
    }

    /** Whether an identifier was bound to this device. */
    boolean serves(CmId id) {
        return id.device().address() == context.address();
    }

    void close() {
        Libibverbs.functions().deallocPd().attempt(protectionDomain);
        anchor.destroy();
    }
}
