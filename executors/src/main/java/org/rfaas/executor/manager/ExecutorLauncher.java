package org.rfaas.executor.manager;

import java.time.Duration;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;

/** Where executors come from: a new process, a sandbox, a pool of warmed ones. */
@FunctionalInterface
public interface ExecutorLauncher {
    /**
     * Provides an executor that serves an assignment; returns when it listens for its client.
     *
     * @param memoryBytes what the executor may use in all
     * @param timeout after which a launch has failed
     * @throws ExecutorStartException when there is no executor; nothing is left of the attempt, nor after any other failure
     */
    RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException;
}
