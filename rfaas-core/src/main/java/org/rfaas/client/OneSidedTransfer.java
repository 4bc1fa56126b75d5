package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RemoteRegion;

/**
 * Moves unregistered memory to and from a remote region: by plain copies where the fabric gives load/store access, else
 * through a registered staging buffer, one chunk filled while the other travels.
 */
final class OneSidedTransfer implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int CHUNKS = 2;

    private final Fabric fabric;
    private final QueuePair queuePair;
    private final Runnable awaitCompletion;

    private @Nullable MemoryRegion staging;
    private long posted;
    private long completed;

    /**
     * @param awaitCompletion blocks until one completion was handled, and throws when the connection is over
     */
    OneSidedTransfer(Fabric fabric, QueuePair queuePair, Runnable awaitCompletion) {
        this.fabric = fabric;
        this.queuePair = queuePair;
        this.awaitCompletion = awaitCompletion;
    }

    /** Writes parts one after the other; a chunk may hold many. */
    void write(List<MemorySegment> parts, RemoteRegion to, long offset) {
        Optional<MemorySegment> pointer = to.pointer(); // asked once: the peer may take the right away at any time
        if (pointer.isPresent()) {
            copy(parts, pointer.get(), offset);
            return;
        }
        MemoryRegion buffer = staging();
        long target = offset;
        long filled = 0;
        for (MemorySegment part : parts) {
            for (long at = 0; at < part.byteSize(); ) {
                if (filled == 0) {
                    awaitOutstanding(CHUNKS - 1);
                }
                long bytes = Math.min(CHUNK_BYTES - filled, part.byteSize() - at);
                MemorySegment.copy(part, at, buffer.segment(), nextChunk() + filled, bytes);
                filled += bytes;
                at += bytes;
                if (filled == CHUNK_BYTES) {
                    postChunk(buffer, to, target, filled);
                    target += filled;
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            postChunk(buffer, to, target, filled);
        }
        awaitOutstanding(0);
    }

    private static void copy(List<MemorySegment> parts, MemorySegment to, long offset) {
        long target = offset;
        for (MemorySegment part : parts) {
            MemorySegment.copy(part, 0, to, target, part.byteSize());
            target += part.byteSize();
        }
    }

    /** Where in the staging buffer the chunk is that is posted next. */
    private long nextChunk() {
        return posted % CHUNKS * CHUNK_BYTES;
    }

    private void postChunk(MemoryRegion buffer, RemoteRegion to, long offset, long bytes) {
        post(queuePair.write(buffer, nextChunk(), to, offset, bytes, posted, QueuePair.SIGNALED));
    }

    void read(RemoteRegion from, long offset, MemorySegment into) {
        Optional<MemorySegment> pointer = from.pointer();
        if (pointer.isPresent()) {
            MemorySegment.copy(pointer.get(), offset, into, 0, into.byteSize());
            return;
        }
        MemoryRegion buffer = staging();
        for (long at = 0; at < into.byteSize(); at += CHUNK_BYTES) {
            long bytes = Math.min(CHUNK_BYTES, into.byteSize() - at);
            post(queuePair.read(buffer, 0, from, offset + at, bytes, posted));
            awaitOutstanding(0);
            MemorySegment.copy(buffer.segment(), 0, into, at, bytes);
        }
    }

    /** A transfer's completion was polled. */
    void completed() {
        completed++;
    }

    private void post(PostResult result) {
        if (result == PostResult.WOULD_BLOCK) {
            // the queue pair has room for all slots and more transfers than are ever outstanding here
            throw new IllegalStateException("queue pair full with " + (posted - completed) + " transfers");
        }
        posted++;
    }

    private void awaitOutstanding(long atMost) {
        while (posted - completed > atMost) {
            awaitCompletion.run();
        }
    }

    private MemoryRegion staging() {
        MemoryRegion buffer = staging;
        if (buffer == null) {
            buffer = fabric.allocate((long) CHUNKS * CHUNK_BYTES, EnumSet.noneOf(Access.class));
            staging = buffer;
        }
        return buffer;
    }

    @Override
    public void close() {
        if (staging != null) {
            staging.close();
        }
    }
}
