package org.rfaas.fabric.rdma;

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
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.RegionDescriptor;

/** Mapped memory, registered with a device, which pins it (ibv_reg_mr(3)). */
public final class RdmaMemoryRegion implements MemoryRegion {
    /** Of {@code enum ibv_access_flags}. */
    private static final int LOCAL_WRITE = 1;

    private static final int REMOTE_WRITE = 2;
    private static final int REMOTE_READ = 4;
    private static final int REMOTE_ATOMIC = 8;

    private final FabricResources owner;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final Registration registration;
    private final int lkey;
    private final long bytes;
    private final RegionDescriptor descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What registering memory gives.
     *
     * @param undo deregisters it
     */
    public record Registration(int lkey, int rkey, Runnable undo) {}

    private RdmaMemoryRegion(FabricResources owner, long bytes, Set<Access> access, RdmaDriver driver) {
        this.owner = owner;
        this.bytes = bytes;
        long address = Libc.map(bytes);
        if (address == 0) {
            throw new FabricException(
                    "cannot allocate " + bytes + " bytes: this machine has not so much memory left", Libc.ENOMEM, null);
        }
        this.memory = MemorySegment.ofAddress(address).reinterpret(bytes, arena, mapped -> Libc.unmap(address, bytes));
        try {
            this.registration = driver.register(memory, flags(access));
        } catch (FabricException e) {
            arena.close();
            throw e.errno() == Libc.ENOMEM ? withLockLimit(e) : e;
        }
        this.lkey = registration.lkey();
        this.descriptor = new RegionDescriptor(address, bytes, registration.rkey());
    }

    /**
     * Allocates and registers, and hands the region to its owner.
     *
     * @throws FabricException when there is not so much memory, or it may not be locked
     */
    static RdmaMemoryRegion allocate(FabricResources owner, long bytes, Set<Access> access, RdmaDriver driver) {
        if (bytes < 1) {
            throw new FabricException("cannot allocate a region of " + bytes + " bytes");
        }
        return owner.during(() -> owner.add(new RdmaMemoryRegion(owner, bytes, access, driver)));
    }

    private static FabricException withLockLimit(FabricException e) {
        return new FabricException(
                e.getMessage() + "; this process may lock " + lockLimit()
                        + " bytes of memory: raise it with ulimit -l, or memlock in /etc/security/limits.conf",
                e.errno(),
                e);
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
    public long bytes() {
        return bytes;
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    int lkey() {
        return lkey;
    }

    boolean belongsTo(FabricResources candidate) {
        return owner == candidate;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            owner.remove(this);
            // in this order: the device must not reach memory that is somebody else's by then
            registration.undo().run();
            arena.close();
        }
    }
}
