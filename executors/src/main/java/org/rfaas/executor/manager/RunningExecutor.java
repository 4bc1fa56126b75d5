package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.EndReason;

/** An executor as its manager sees it. Any thread may call any method. */
public interface RunningExecutor {
    /** Where its client connects to. */
    FabricAddress address();

    /** For logs: a process id, or what else identifies it. */
    String name();

    /** Where it counts what it does; empty when it does not. */
    Optional<UsageBox> usage();

    /** Asks it to end: invocations that run may finish within the grace, further ones are refused. Again for a shorter one. */
    void end(EndReason reason, Duration grace);

    /** Ends it at once. */
    void kill();

    /** Completes, never exceptionally, when nothing of it is left. */
    CompletableFuture<ExecutorExit> exit();
}
