package org.rfaas.executor.manager;

/** Starts executors before it is known which lease they will serve. */
@FunctionalInterface
public interface ExecutorStarter {
    /**
     * Starts one that opens a fabric, runs the hot path once and then waits.
     *
     * @param fabric provider it will serve with
     * @param heapBytes the most that its functions may use by {@code new}
     * @throws ExecutorStartException when it cannot be started; nothing is left of the attempt
     */
    StandbyExecutor startStandby(String fabric, long heapBytes) throws ExecutorStartException;
}
