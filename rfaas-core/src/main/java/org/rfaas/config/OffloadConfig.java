package org.rfaas.config;

import java.time.Duration;
import org.rfaas.lease.LeaseRequest;

/**
 * The keys {@code offload.*}.
 *
 * @param workers how many a rank seeks
 */
public record OffloadConfig(
        int workers, Duration startWait, Duration answerTimeout, Duration retryMin, Duration retryMax) {
    public OffloadConfig {
        if (workers < 1 || workers > LeaseRequest.MAX_CORES) {
            throw new IllegalArgumentException(
                    "offload.workers " + workers + " is not in 1.." + LeaseRequest.MAX_CORES);
        }
        if (startWait.isNegative() || !answerTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "offload.start-wait is negative, or offload.answer-timeout not positive");
        }
        if (!retryMin.isPositive() || retryMax.compareTo(retryMin) < 0) {
            throw new IllegalArgumentException("offload.retry-min is not positive, or longer than offload.retry-max");
        }
    }
}
