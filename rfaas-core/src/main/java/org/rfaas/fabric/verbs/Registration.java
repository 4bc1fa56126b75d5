package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.rfaas.fabric.rdma.RdmaMemoryRegion;

/** Registers memory with ibv_reg_mr(3). */
final class Registration {
    /** {@code struct ibv_mr}: context, pd, addr, length (u64), handle (u32), lkey (u32), rkey (u32). */
    private static final long MR_BYTES = 48;

    private static final long ADDR = 16;
    private static final long LENGTH = 24;
    private static final long LKEY = 36;
    private static final long RKEY = 40;

    private Registration() {}

    static RdmaMemoryRegion.Registration of(MemorySegment protectionDomain, MemorySegment memory, int accessFlags) {
        MemorySegment registered = Libibverbs.functions()
                .regMr()
                .pointer(
                        "cannot register " + memory.byteSize() + " bytes",
                        protectionDomain,
                        memory,
                        memory.byteSize(),
                        accessFlags)
                .reinterpret(MR_BYTES);
        StructLayouts.require(
                "struct ibv_mr",
                registered.get(JAVA_LONG, ADDR) == memory.address()
                        && registered.get(JAVA_LONG, LENGTH) == memory.byteSize());
        return new RdmaMemoryRegion.Registration(
                registered.get(JAVA_INT, LKEY),
                registered.get(JAVA_INT, RKEY),
                () -> Libibverbs.functions().deregMr().attempt(registered));
    }
}
