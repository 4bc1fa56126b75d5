package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.RegionDescriptor;

/** Mapped memory, registered with a device (ibv_reg_mr(3)), which pins it. */
final class VerbsMemoryRegion implements MemoryRegion {
    /** Of {@code enum ibv_access_flags}. */
    private static final int LOCAL_WRITE = 1;

    private static final int REMOTE_WRITE = 2;
    private static final int REMOTE_READ = 4;
    private static final int REMOTE_ATOMIC = 8;

    /** {@code struct ibv_mr}: context, pd, addr, length (u64), handle (u32), lkey (u32), rkey (u32). */
    private static final long MR_BYTES = 48;

    private static final long ADDR = 16;
    private static final long LKEY = 36;
    private static final long RKEY = 40;

    private final VerbsFabric fabric;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final MemorySegment registration;
    private final int lkey;
    private final RegionDescriptor descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    VerbsMemoryRegion(VerbsFabric fabric, MemorySegment protectionDomain, long bytes, Set<Access> access) {
        this.fabric = fabric;
        long address = Libc.map(bytes);
        if (address == 0) {
            throw new FabricException(
                    "cannot allocate " + bytes + " bytes: this machine has not so much memory left", Libc.ENOMEM, null);
        }
        this.memory = MemorySegment.ofAddress(address).reinterpret(bytes, arena, mapped -> Libc.unmap(address, bytes));
        try {
            this.registration = register(protectionDomain, bytes, flags(access)).reinterpret(MR_BYTES);
        } catch (FabricException e) {
            arena.close();
            throw e;
        }
        if (registration.get(JAVA_LONG, ADDR) != address) {
            throw new AssertionError("this libibverbs lays out its structs differently from libibverbs.so.1");
        }
        this.lkey = registration.get(JAVA_INT, LKEY);
        this.descriptor = new RegionDescriptor(address, bytes, registration.get(JAVA_INT, RKEY));
    }

    private MemorySegment register(MemorySegment protectionDomain, long bytes, int flags) {
        try {
            return Libibverbs.functions()
                    .regMr()
                    .pointer("cannot register " + bytes + " bytes", protectionDomain, memory, bytes, flags);
        } catch (FabricException e) {
            if (e.errno() != Libc.ENOMEM) {
                throw e;
            }
            throw new FabricException(
                    e.getMessage() + "; this process may lock " + lockLimit()
                            + " bytes of memory: raise it with ulimit -l, or memlock in /etc/security/limits.conf",
                    e.errno(),
                    e);
        }
    }

    /** The limit as the kernel prints it, in bytes or "unlimited". */
    private static String lockLimit() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max locked memory"))
                    .map(line -> line.replaceAll("Max locked memory +([^ ]+).*", "$1"))
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }

    private static int flags(Set<Access> access) {
        int flags = LOCAL_WRITE;
        for (Access right : access) {
            flags |= switch (right) {
                case REMOTE_READ -> REMOTE_READ;
                case REMOTE_WRITE -> REMOTE_WRITE;
                case REMOTE_ATOMIC -> REMOTE_ATOMIC;
            };
        }
        return flags;
    }

    @Override
    public MemorySegment segment() {
        return memory;
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    int lkey() {
        return lkey;
    }

    boolean belongsTo(VerbsFabric candidate) {
        return fabric == candidate;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            fabric.forget(this);
            // in this order: the device must not reach memory that is somebody else's by then
            Libibverbs.functions().deregMr().attempt(registration);
            arena.close();
        }
    }
}
