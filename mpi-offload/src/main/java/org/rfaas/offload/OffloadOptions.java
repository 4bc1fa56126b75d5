package org.rfaas.offload;

import org.rfaas.config.OffloadConfig;

/**
 * How a rank offloads.
 *
 * @param mode how much leaves the rank
 * @param workers how many workers the rank seeks, at least 1
 * @param maxWorkers how many it may have, at least {@code workers}: it takes more as long as they gain
 * @param minGain least part of a loop's time that one more worker must be expected to save
 * @param rank of this process in its job
 * @param ranks of the job, which take turns in leasing
 * @param startWaitNs how long a rank with a fixed fraction waits for its workers at the start, ns
 * @param answerTimeoutNs how long a worker may take for a piece of a loop before it counts as lost, ns; ten times the
 *     expected time when that is longer
 * @param backoffNs wait after a lease could not be had, ns; doubles up to {@code maxBackoffNs}
 * @param maxBackoffNs longest such wait, ns
 */
public record OffloadOptions(
        OffloadMode mode,
        int workers,
        int maxWorkers,
        double minGain,
        int rank,
        int ranks,
        long startWaitNs,
        long answerTimeoutNs,
        long backoffNs,
        long maxBackoffNs) {
    public OffloadOptions {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers; a rank seeks at least 1, or has offloading off");
        }
        if (maxWorkers < workers || !(minGain >= 0 && minGain < 1)) {
            throw new IllegalArgumentException("at most " + maxWorkers + " workers for a gain of " + minGain
                    + ", where " + workers + " are sought");
        }
        if (rank < 0 || rank >= ranks) {
            throw new IllegalArgumentException("rank " + rank + " of " + ranks);
        }
        if (startWaitNs < 0 || answerTimeoutNs < 1 || backoffNs < 1 || maxBackoffNs < backoffNs) {
            throw new IllegalArgumentException("offload times must be positive and back-off not exceed its maximum");
        }
    }

    /** As configured under {@code offload}. */
    public static OffloadOptions of(OffloadMode mode, OffloadConfig config) {
        return new OffloadOptions(
                mode,
                config.workers(),
                Math.max(config.workers(), config.maxWorkers()),
                config.minGain(),
                0,
                1,
                config.startWait().toNanos(),
                config.answerTimeout().toNanos(),
                config.retryMin().toNanos(),
                config.retryMax().toNanos());
    }

    public OffloadOptions withWorkers(int count) {
        return withWorkers(count, Math.max(count, maxWorkers));
    }

    /** So many from the start, and more as long as they gain. */
    public OffloadOptions withWorkers(int count, int atMost) {
        return new OffloadOptions(
                mode, count, atMost, minGain, rank, ranks, startWaitNs, answerTimeoutNs, backoffNs, maxBackoffNs);
    }

    /** As one of so many ranks. */
    public OffloadOptions withPlace(int ownRank, int allRanks) {
        return new OffloadOptions(
                mode,
                workers,
                maxWorkers,
                minGain,
                ownRank,
                allRanks,
                startWaitNs,
                answerTimeoutNs,
                backoffNs,
                maxBackoffNs);
    }

    /** Whether it is this rank that warns when there are no workers: the first of a job does for all. */
    public boolean isSpokesman() {
        return rank == 0;
    }
}
