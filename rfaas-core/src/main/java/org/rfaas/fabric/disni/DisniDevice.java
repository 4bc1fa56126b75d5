package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.SVCDeregMr;
import com.ibm.disni.verbs.SVCRegMr;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.rdma.RdmaMemoryRegion;

/**
 * The RDMA device of a fabric and a protection domain on it. A key of a region is good on one device only, so a fabric has
 * one device.
 *
 * @param address IP address of this device, given to peers
 * @param anchor identifier bound to that address; as long as it exists rdma_cm keeps the device open
 */
record DisniDevice(InetAddress address, DisniId anchor, IbvContext context, IbvPd protectionDomain) {
    /** Longest transfer of one work request: what SoftRoCE carries; DiSNI cannot ask a device for more. */
    static final int MAX_PART_BYTES = 1 << 23;

    static DisniDevice open(DisniEvents events, InetAddress address) {
        DisniId anchor = events.createId();
        try {
            anchor.bind(address);
            IbvContext context = anchor.device();
            IbvPd protectionDomain =
                    DisniErrors.call("no RDMA device has the address " + address.getHostAddress(), context::allocPd);
            return new DisniDevice(address, anchor, context, protectionDomain);
        } catch (FabricException e) {
            anchor.destroy();
            throw e;
        }
    }

    /** Whether an identifier was bound to this device. */
    boolean serves(DisniId id) {
        return id.deviceDescriptor() == anchor.deviceDescriptor();
    }

    /** Registers memory. DiSNI counts bytes in an int. */
    RdmaMemoryRegion.Registration register(MemorySegment memory, int accessFlags) {
        String purpose = "cannot register " + memory.byteSize() + " bytes";
        if (memory.byteSize() > Integer.MAX_VALUE) {
            throw new FabricException(purpose + ": DiSNI takes less than 2 GiB at once; set fabric.provider=verbs");
        }
        SVCRegMr register = DisniErrors.call(
                purpose, () -> protectionDomain.regMr(memory.address(), (int) memory.byteSize(), accessFlags));
        try {
            IbvMr region = DisniErrors.call(purpose, () -> register.execute().getMr());
            return new RdmaMemoryRegion.Registration(region.getLkey(), region.getRkey(), () -> deregister(region));
        } finally {
            register.free();
        }
    }

    private static void deregister(IbvMr region) {
        SVCDeregMr deregister = DisniErrors.call("cannot deregister memory", region::deregMr);
        DisniErrors.call("cannot deregister memory", deregister::execute);
        deregister.free();
    }

    void close() {
        DisniErrors.call("cannot free a protection domain", this::deallocate);
        anchor.destroy();
    }

    private int deallocate() throws IOException {
        try {
            return protectionDomain.deallocPd();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // declared, never thrown
            throw new IOException(e);
        }
    }
}
