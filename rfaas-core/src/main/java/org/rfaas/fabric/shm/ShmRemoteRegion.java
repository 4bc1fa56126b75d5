package org.rfaas.fabric.shm;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.file.FileProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer's region file mapped into this process; without memory when the peer has no such region. */
final class ShmRemoteRegion implements RemoteRegion {
    private static final Logger LOG = LoggerFactory.getLogger(ShmRemoteRegion.class);
    private static final int LOAD_STORE = RegionFile.bit(Access.REMOTE_READ) | RegionFile.bit(Access.REMOTE_WRITE);

    private final ShmQueuePair queuePair;
    private final RegionDescriptor descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;
    private final MemorySegment memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    ShmRemoteRegion(ShmQueuePair queuePair, Path path, RegionDescriptor descriptor) {
        this.queuePair = queuePair;
        this.descriptor = descriptor;
        this.file = map(path, descriptor.bytes(), arena);
        this.memory = file.byteSize() == 0 ? MemorySegment.NULL : RegionFile.memory(file);
    }

    private static MemorySegment map(Path path, long bytes, Arena arena) {
        try {
            MemorySegment file = MappedFile.open(path, Math.addExact(RegionFile.HEADER_BYTES, bytes), arena);
            return (long) RegionFile.BYTES.get(file, 0L) == bytes ? file : MemorySegment.NULL;
        } catch (NoSuchFileException | EOFException | ArithmeticException e) {
            LOG.debug("peer has no region {}", path.getFileName(), e);
            return MemorySegment.NULL;
        } catch (IOException e) {
            throw new FabricException("cannot map " + path + ": " + FileProblem.reason(e), e);
        }
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<MemorySegment> pointer() {
        return (rights() & LOAD_STORE) == LOAD_STORE ? Optional.of(memory) : Optional.empty();
    }

    /** Whether the peer permits this access to this range now. */
    boolean permits(Access access, long offset, long bytes) {
        return (rights() & RegionFile.bit(access)) != 0
                && offset >= 0
                && bytes >= 0
                && offset <= memory.byteSize() - bytes;
    }

    /** The peer's memory; only after {@link #permits}. */
    MemorySegment memory() {
        return memory;
    }

    boolean belongsTo(ShmQueuePair candidate) {
        return queuePair == candidate;
    }

    /** False once it is closed at this end. */
    boolean isOpen() {
        return !closed.get();
    }

    private int rights() {
        // pairs with setRelease in ShmMemoryRegion
        return memory.byteSize() == 0 ? 0 : (int) RegionFile.ACCESS.getAcquire(file, 0L);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            arena.close();
            queuePair.forget(this);
        }
    }
}
