package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.rfaas.fabric.RemoteRegion;

/**
 * Named memory on a worker that outlives invocations, written and read one-sided: the worker's thread takes no part.
 *
 * <p>What is written before a submit on the same worker is there when the function runs. It must not be written while a
 * function that reads it is in flight.
 */
public final class ResidentBuffer implements AutoCloseable {
    private final Worker worker;
    private final int id;
    private final RemoteRegion memory;
    private boolean closed;

    ResidentBuffer(Worker worker, int id, RemoteRegion memory) {
        this.worker = worker;
        this.id = id;
        this.memory = memory;
    }

    /** The number by which functions find it. */
    public int id() {
        return id;
    }

    public long bytes() {
        return memory.descriptor().bytes();
    }

    /**
     * Writes a range; any memory will do as the source.
     *
     * @throws IndexOutOfBoundsException when the range leaves the buffer
     * @throws ExecutorLostException when the worker is gone
     * @throws IllegalStateException when the buffer is closed
     */
    public void write(long offset, MemorySegment from) {
        write(offset, List.of(from));
    }

    /**
     * Writes parts, one after the other, to a range; any memory will do as the source. Small ones travel together, so that many
     * cost no more than one of their length.
     *
     * @throws IndexOutOfBoundsException when the range leaves the buffer
     * @throws ExecutorLostException when the worker is gone
     * @throws IllegalStateException when the buffer is closed
     */
    public void write(long offset, List<MemorySegment> parts) {
        long length = parts.stream().mapToLong(MemorySegment::byteSize).sum();
        Objects.checkFromIndexSize(offset, length, bytes());
        requireOpen();
        worker.requireConnected();
        worker.transfer().write(parts, memory, offset);
    }

    /**
     * Reads a range.
     *
     * @throws IndexOutOfBoundsException when the range leaves the buffer
     * @throws ExecutorLostException when the worker is gone
     * @throws IllegalStateException when the buffer is closed
     */
    public void read(long offset, MemorySegment into) {
        Objects.checkFromIndexSize(offset, into.byteSize(), bytes());
        requireOpen();
        worker.requireConnected();
        worker.transfer().read(memory, offset, into);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("resident buffer " + id + " is closed");
        }
    }

    /**
     * Frees the memory on the worker; needs a free slot. Idempotent.
     *
     * @throws IllegalStateException when all slots are in flight; then it is open still, and can be closed later
     * @throws InvocationException when the worker does not free it
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (worker.isConnected()) {
            worker.systemFunctions().free(id);
        }
        closed = true;
        memory.close();
    }
}
