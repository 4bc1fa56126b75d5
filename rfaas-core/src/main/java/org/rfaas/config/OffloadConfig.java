package org.rfaas.config;

import java.time.Duration;
import org.rfaas.lease.LeaseRequest;

/**
 * The keys {@code offload.*}.
 *
 * @param workers how many a rank seeks
 * @param maxWorkers how many it may have; less than {@code workers} counts as {@code workers}
 * @param minGain least part of a loop's time that one more worker must be expected to save
 */
public record OffloadConfig(
        int workers,
        int maxWorkers,
        double minGain,
        Duration startWait,
        Duration answerTimeout,
        Duration retryMin,
        Duration retryMax) {
    public OffloadConfig {
        if (workers < 1 || workers > LeaseRequest.MAX_CORES) {
            throw new IllegalArgumentException(
                    "offload.workers " + workers + " is not in 1.." + LeaseRequest.MAX_CORES);
        }
        if (maxWorkers < 0 || maxWorkers > LeaseRequest.MAX_CORES) {
            throw new IllegalArgumentException(
                    "offload.max-workers " + maxWorkers + " is not in 0.." + LeaseRequest.MAX_CORES);
        }
        if (!(minGain >= 0 && minGain < 1)) {
            throw new IllegalArgumentException("offload.min-gain " + minGain + " is not in 0..1");
        }
        if (startWait.isNegative()) {
            throw new IllegalArgumentException("offload.start-wait is negative");
        }
        if (!answerTimeout.isPositive()) {
            throw new IllegalArgumentException("offload.answer-timeout is not positive");
        }
        if (!retryMin.isPositive() || retryMax.compareTo(retryMin) < 0) {
            throw new IllegalArgumentException("offload.retry-min is not positive, or longer than offload.retry-max");
        }
    }
}
