package org.rfaas.config;

import java.time.Duration;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.wire.SlotLayout;

/**
 * The keys {@code executor.*}.
 *
 * @param hotTimeoutNs 0 is never hot, {@link Long#MAX_VALUE} always, {@link CompletionWaiter#ADAPTIVE} while it pays
 * @param deadlineNs how long an invocation may run, {@link Long#MAX_VALUE} for ever
 * @param layout {@code executor.slots} and {@code executor.slot-bytes}
 */
public record ExecutorConfig(
        long hotTimeoutNs, long deadlineNs, SlotLayout layout, Duration startTimeout, Duration endGrace) {
    public ExecutorConfig {
        if (deadlineNs <= 0) {
            throw new IllegalArgumentException("executor.deadline is not positive");
        }
        if (hotTimeoutNs < CompletionWaiter.ADAPTIVE) {
            throw new IllegalArgumentException("executor.hot-timeout is negative");
        }
        if (!startTimeout.isPositive()) {
            throw new IllegalArgumentException("executor.start-timeout is not positive");
        }
        if (endGrace.isNegative()) {
            throw new IllegalArgumentException("executor.end-grace is negative");
        }
    }
}
