package org.rfaas.fabric.shm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.RegionDescriptor;

/** A region file created by this process. */
final class ShmMemoryRegion implements MemoryRegion {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ShmFabric fabric;
    private final Arena arena = Arena.ofShared();
    private final RegionDescriptor descriptor;
    private final Path path;
    private final MemorySegment file;
    private final MemorySegment memory;
    private final boolean shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    ShmMemoryRegion(ShmFabric fabric, Path directory, long bytes, Set<Access> access) {
        this.fabric = fabric;
        this.shared = !access.isEmpty();
        this.descriptor = new RegionDescriptor(RANDOM.nextLong(), bytes, RANDOM.nextInt());
        this.path = RegionFile.path(directory, descriptor);
        this.file = MappedFile.create(path, RegionFile.HEADER_BYTES + bytes, arena);
        this.memory = RegionFile.memory(file);
        RegionFile.BYTES.set(file, 0L, bytes);
        RegionFile.ACCESS.setRelease(file, 0L, RegionFile.bits(access)); // pairs with getAcquire in ShmRemoteRegion
    }

    @Override
    public MemorySegment segment() {
        return memory;
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    Path path() {
        return path;
    }

    /** Whether peers may do anything with it. */
    boolean isShared() {
        return shared;
    }

    boolean belongsTo(ShmFabric candidate) {
        return fabric == candidate;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            RegionFile.ACCESS.setRelease(file, 0L, 0);
            MappedFile.delete(path);
            arena.close();
            fabric.resources().remove(this);
        }
    }
}
