package org.rfaas.fabric.tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.RegionDescriptor;

/**
 * Memory of this process with a key. Base address and rkey are random, 96 bits together, and one wrong guess ends the
 * connection it came over.
 */
final class TcpMemoryRegion implements MemoryRegion {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long PAGE_MASK = -4096;

    private final TcpFabric fabric;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final RegionDescriptor descriptor;
    private final Set<Access> access;
    private final AtomicBoolean closed = new AtomicBoolean();

    TcpMemoryRegion(TcpFabric fabric, long bytes, Set<Access> access) {
        this.fabric = fabric;
        this.access = access.isEmpty() ? Set.of() : EnumSet.copyOf(access);
        this.memory = PageMemory.map(bytes, arena);
        this.descriptor = new RegionDescriptor(RANDOM.nextLong() & PAGE_MASK, bytes, RANDOM.nextInt());
    }

    @Override
    public MemorySegment segment() {
        return memory;
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    boolean belongsTo(TcpFabric candidate) {
        return fabric == candidate;
    }

    /** False from the moment closing began; whoever works on a connection asks before each time it touches the memory. */
    boolean isOpen() {
        return !closed.get();
    }

    /** Whether a peer may do this to {@code bytes} bytes from the wire address {@code address} on. */
    boolean permits(Access right, long address, long bytes) {
        long offset = offset(address);
        return access.contains(right) && offset >= 0 && bytes >= 0 && offset <= descriptor.bytes() - bytes && isOpen();
    }

    long offset(long address) {
        return address - descriptor.address();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            fabric.withdraw(this); // no connection touches the memory after this
            arena.close();
        }
    }
}
