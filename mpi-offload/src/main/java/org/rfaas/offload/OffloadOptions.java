package org.rfaas.offload;

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
 */
public record OffloadOptions(
        OffloadMode mode, int workers, long startWaitNs, long answerTimeoutNs, long backoffNs, long maxBackoffNs) {
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
        return new OffloadOptions(mode, 1, 10_000_000_000L, 20_000_000_000L, 200_000_000L, 5_000_000_000L);
    }

    public OffloadOptions withWorkers(int count) {
        return new OffloadOptions(mode, count, startWaitNs, answerTimeoutNs, backoffNs, maxBackoffNs);
    }

    public OffloadOptions withAnswerTimeoutNs(long ns) {
        return new OffloadOptions(mode, workers, startWaitNs, ns, backoffNs, maxBackoffNs);
    }

    public OffloadOptions withBackoffNs(long ns) {
        return new OffloadOptions(mode, workers, startWaitNs, answerTimeoutNs, ns, Math.max(ns, maxBackoffNs));
    }

    public OffloadOptions withStartWaitNs(long ns) {
        return new OffloadOptions(mode, workers, ns, answerTimeoutNs, backoffNs, maxBackoffNs);
    }
}
