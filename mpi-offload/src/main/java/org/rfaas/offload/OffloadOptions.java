package org.rfaas.offload;

import org.rfaas.config.OffloadConfig;

/**
 * How a rank offloads.
 *
 * @param mode how much leaves the rank
 * @param workers how many workers the rank seeks, at least 1
 * @param startWaitNs how long a rank with a fixed fraction waits for its workers at the start, ns
 * @param answerTimeoutNs how long a worker may take for a piece of a loop before it counts as lost, ns; ten times the
 *     expected time when that is longer
 * @param backoffNs wait after a lease could not be had, ns; doubles up to {@code maxBackoffNs}
 * @param maxBackoffNs longest such wait, ns
 * @param isSpokesman whether to warn when there are no workers; one rank of a job says it for all
 */
public record OffloadOptions(
        OffloadMode mode,
        int workers,
        long startWaitNs,
        long answerTimeoutNs,
        long backoffNs,
        long maxBackoffNs,
        boolean isSpokesman) {
    public OffloadOptions {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers; a rank seeks at least 1, or has offloading off");
        }
        if (startWaitNs < 0 || answerTimeoutNs < 1 || backoffNs < 1 || maxBackoffNs < backoffNs) {
            throw new IllegalArgumentException("offload times must be positive and back-off not exceed its maximum");
        }
    }

    /** One worker, patient defaults. */
    public static OffloadOptions of(OffloadMode mode) {
        return new OffloadOptions(mode, 1, 10_000_000_000L, 20_000_000_000L, 200_000_000L, 5_000_000_000L, true);
    }

    /** As configured under {@code offload}. */
    public static OffloadOptions of(OffloadMode mode, OffloadConfig config) {
        return new OffloadOptions(
                mode,
                config.workers(),
                config.startWait().toNanos(),
                config.answerTimeout().toNanos(),
                config.retryMin().toNanos(),
                config.retryMax().toNanos(),
                true);
    }

    public OffloadOptions withWorkers(int count) {
        return new OffloadOptions(mode, count, startWaitNs, answerTimeoutNs, backoffNs, maxBackoffNs, isSpokesman);
    }

    public OffloadOptions withSpokesman(boolean isOne) {
        return new OffloadOptions(mode, workers, startWaitNs, answerTimeoutNs, backoffNs, maxBackoffNs, isOne);
    }
}
