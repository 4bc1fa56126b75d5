package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
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

    void write(MemorySegment from, RemoteRegion to, long offset) {
        if (to.pointer().isPresent()) {
            MemorySegment.copy(from, 0, to.pointer().get(), offset, from.byteSize());
            return;
        }
        MemoryRegion buffer = staging();
        for (long at = 0; at < from.byteSize(); at += CHUNK_BYTES) {
            awaitOutstanding(CHUNKS - 1);
            long bytes = Math.min(CHUNK_BYTES, from.byteSize() - at);
            long chunk = posted % CHUNKS * CHUNK_BYTES;
            MemorySegment.copy(from, at, buffer.segment(), chunk, bytes);
            post(queuePair.write(buffer, chunk, to, offset + at, bytes, posted, QueuePair.SIGNALED));
        }
        awaitOutstanding(0);
    }

    void read(RemoteRegion from, long offset, MemorySegment into) {
        if (from.pointer().isPresent()) {
            MemorySegment.copy(from.pointer().get(), offset, into, 0, into.byteSize());
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
