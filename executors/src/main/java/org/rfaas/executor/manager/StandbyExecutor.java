package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;

/** An executor that is warm and has no lease. It serves one, once. */
public interface StandbyExecutor {
    /** For logs. */
    String name();

    /**
     * Gives it its lease, with the limits of that; returns when it listens for its client.
     *
     * @param memoryBytes what it may use in all from now on
     * @throws ExecutorStartException when it does not come to that; nothing is left of it then, nor after any other failure
     */
    RunningExecutor serve(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException;

    /** Ends it at once. */
    void kill();

    /** Completes, never exceptionally, when nothing of it is left. */
    CompletableFuture<ExecutorExit> exit();
}
