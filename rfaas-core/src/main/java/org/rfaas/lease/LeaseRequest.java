package org.rfaas.lease;

import java.time.Duration;

/**
 * What a client wants leased: all of it at once, or nothing.
 *
 * @param jobId the job on whose behalf, as {@link Identifier} permits
 * @param user whose job it is, as {@link Identifier} permits; clients say so themselves
 * @param cores of each lease, 1 to {@value #MAX_CORES}
 * @param memoryBytes of each lease, {@value #MIN_MEMORY_BYTES} to {@value #MAX_MEMORY_BYTES}
 * @param duration for how long, {@link #MIN_DURATION} to {@link #MAX_DURATION}
 * @param count how many such leases, 1 to {@value #MAX_COUNT}
 * @param placement on which nodes
 * @param priority 0 to {@value #MAX_PRIORITY}; among requests that wait, the higher goes first
 * @param patience how long to wait for capacity, up to {@link #MAX_PATIENCE}; zero is not at all
 */
public record LeaseRequest(
        String jobId,
        String user,
        int cores,
        long memoryBytes,
        Duration duration,
        int count,
        Placement placement,
        int priority,
        Duration patience) {
    public static final int MAX_CORES = 4096;
    public static final long MIN_MEMORY_BYTES = 1L << 20;
    public static final long MAX_MEMORY_BYTES = 1L << 46;
    public static final Duration MIN_DURATION = Duration.ofMillis(100);
    public static final Duration MAX_DURATION = Duration.ofDays(30);

    /** As many certificates as an answer holds. */
    public static final int MAX_COUNT = 12;

    public static final int MAX_PRIORITY = 9;
    public static final Duration MAX_PATIENCE = Duration.ofHours(1);

    /** The user of a request that names none. */
    public static final String NOBODY = "nobody";

    private static final int USUAL_PRIORITY = 4;

    public LeaseRequest {
        Identifier.require("job id", jobId);
        Identifier.require("user", user);
        requireSize(cores, memoryBytes);
        requireDuration(duration);
        requireIn("leases in one request", count, 1, MAX_COUNT);
        requireIn("priority", priority, 0, MAX_PRIORITY);
        if (patience.isNegative() || patience.compareTo(MAX_PATIENCE) > 0) {
            throw new IllegalArgumentException(
                    "a request that waits " + patience + "; it may wait up to " + MAX_PATIENCE);
        }
    }

    /** One lease, at the usual priority, now or never. */
    public LeaseRequest(String jobId, int cores, long memoryBytes, Duration duration) {
        this(jobId, NOBODY, cores, memoryBytes, duration, 1, Placement.PACKED, USUAL_PRIORITY, Duration.ZERO);
    }

    /** The same on behalf of this user. */
    public LeaseRequest of(String newUser) {
        return new LeaseRequest(jobId, newUser, cores, memoryBytes, duration, count, placement, priority, patience);
    }

    /** So many leases like this one, laid out like this. */
    public LeaseRequest times(int newCount, Placement newPlacement) {
        return new LeaseRequest(jobId, user, cores, memoryBytes, duration, newCount, newPlacement, priority, patience);
    }

    /** The same with this priority. */
    public LeaseRequest at(int newPriority) {
        return new LeaseRequest(jobId, user, cores, memoryBytes, duration, count, placement, newPriority, patience);
    }

    /** The same, waiting so long for capacity. */
    public LeaseRequest waiting(Duration newPatience) {
        return new LeaseRequest(jobId, user, cores, memoryBytes, duration, count, placement, priority, newPatience);
    }

    /** Cores of all its leases. */
    public int totalCores() {
        return count * cores;
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

    private static void requireIn(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not in " + least + ".." + most);
        }
    }
}
