package org.rfaas.executor;

/**
 * What a lease's memory leaves for data: the slots and resident buffers of all workers of its executor. The heap is bounded
 * by the JVM; this is memory outside of it. Thread-safe.
 */
final class DataMemory {
    private final long bytes;
    private long takenBytes;

    DataMemory(long bytes) {
        this.bytes = bytes;
    }

    /** A part that is taken, until closed. Idempotent. */
    final class Share implements AutoCloseable {
        private long held;

        private Share(long held) {
            this.held = held;
        }

        @Override
        public void close() {
            synchronized (DataMemory.this) {
                takenBytes -= held;
                held = 0;
            }
        }
    }

    /**
     * Takes a part; take first, allocate then.
     *
     * @throws LeaseMemoryException when less is left
     */
    synchronized Share take(long wanted) {
        if (wanted <= 0) {
            throw new IllegalArgumentException("memory of " + wanted + " bytes");
        }
        if (wanted > bytes - takenBytes) {
            throw new LeaseMemoryException(wanted + " bytes are wanted; the lease's memory leaves " + (bytes >> 20)
                    + " MiB for slots and resident buffers, " + (takenBytes >> 20)
                    + " MiB of them taken; raise lease.memory-per-core");
        }
        takenBytes += wanted;
        return new Share(wanted);
    }
}
