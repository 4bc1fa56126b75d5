package org.rfaas.lease;

import java.time.Duration;

/**
 * What a client wants leased.
 *
 * @param jobId the job on whose behalf, as {@link Identifier} permits
 * @param cores 1 to {@value #MAX_CORES}
 * @param memoryBytes memory of the executor in all, {@value #MIN_MEMORY_BYTES} to {@value #MAX_MEMORY_BYTES}
 * @param duration for how long, {@link #MIN_DURATION} to {@link #MAX_DURATION}
 */
public record LeaseRequest(String jobId, int cores, long memoryBytes, Duration duration) {
    public static final int MAX_CORES = 4096;
    public static final long MIN_MEMORY_BYTES = 1L << 20;
    public static final long MAX_MEMORY_BYTES = 1L << 46;
    public static final Duration MIN_DURATION = Duration.ofMillis(100);
    public static final Duration MAX_DURATION = Duration.ofDays(30);

    public LeaseRequest {
        Identifier.require("job id", jobId);
        requireSize(cores, memoryBytes);
        requireDuration(duration);
    }

    /** Checks an amount of cores and memory, as leases and nodes have it. */
    static void requireSize(int cores, long memoryBytes) {
        if (cores < 1 || cores > MAX_CORES) {
            throw new IllegalArgumentException(cores + " cores are not in 1.." + MAX_CORES);
        }
        if (memoryBytes < MIN_MEMORY_BYTES || memoryBytes > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    memoryBytes + " bytes of memory are not in " + MIN_MEMORY_BYTES + ".." + MAX_MEMORY_BYTES);
        }
    }

    /**
     * Checks how long a lease is to last.
     *
     * @throws IllegalArgumentException when it is shorter than {@link #MIN_DURATION} or longer than {@link #MAX_DURATION}
     */
    public static void requireDuration(Duration duration) {
        if (duration.compareTo(MIN_DURATION) < 0 || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    "a lease of " + duration + " is not between " + MIN_DURATION + " and " + MAX_DURATION);
        }
    }
}
