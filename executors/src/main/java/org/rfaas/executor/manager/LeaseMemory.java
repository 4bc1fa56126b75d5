package org.rfaas.executor.manager;

/**
 * How the memory of a lease is divided: a quarter is the executor's heap, a fixed part is the JVM's own (code, classes,
 * stacks), and the rest is for data, which lies outside the heap.
 *
 * @param heapBytes what the functions may use by {@code new}
 * @param dataBytes slots and resident buffers of all workers; 0 when the lease is too small for any
 */
public record LeaseMemory(long heapBytes, long dataBytes) {
    private static final long MIN_HEAP_BYTES = 64L << 20;
    private static final long JVM_BYTES = 64L << 20;

    /** Divides what a lease has in all. */
    public static LeaseMemory of(long memoryBytes) {
        long heapBytes = Math.max(MIN_HEAP_BYTES, memoryBytes / 4);
        return new LeaseMemory(heapBytes, Math.max(0, memoryBytes - heapBytes - JVM_BYTES));
    }
}
