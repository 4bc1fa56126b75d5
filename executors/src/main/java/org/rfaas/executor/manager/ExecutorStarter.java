package org.rfaas.executor.manager;

import java.time.Duration;

/** Starts executors before it is known which lease they will serve. */
@FunctionalInterface
public interface ExecutorStarter {
    /**
     * Starts one that is warm: it opens a fabric, has served a lease that was nobody's, and waits.
     *
     * @param fabric provider it will serve with
     * @param heapBytes the most that its functions may use by {@code new}
     * @param timeout for all that
     * @throws ExecutorStartException when it does not come to that, also when interrupted; nothing is left of the attempt
     */
    StandbyExecutor startStandby(String fabric, long heapBytes, Duration timeout) throws ExecutorStartException;
}
