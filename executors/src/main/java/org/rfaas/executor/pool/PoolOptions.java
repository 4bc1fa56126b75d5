package org.rfaas.executor.pool;

import java.time.Duration;
import org.rfaas.executor.manager.LeaseMemory;

/**
 * How many executors are kept ready, and when not.
 *
 * @param fabric provider they serve with; leases over another one get a fresh executor
 * @param cores of the node that can be leased; while all are, no executor is started for the pool
 * @param size how many
 * @param memoryBytes largest lease they serve
 * @param minFreeBytes they are given back while the machine has less memory available
 * @param startTimeout after which one that is not ready has failed
 */
public record PoolOptions(
        String fabric, int cores, int size, long memoryBytes, long minFreeBytes, Duration startTimeout) {
    public PoolOptions {
        if (cores < 1 || size < 0 || memoryBytes < 1 || minFreeBytes < 0) {
            throw new IllegalArgumentException("executor.pool is out of range");
        }
    }

    /** The most that their functions may use by {@code new}: as in a fresh executor for the largest lease. */
    long heapBytes() {
        return LeaseMemory.of(memoryBytes).heapBytes();
    }
}
