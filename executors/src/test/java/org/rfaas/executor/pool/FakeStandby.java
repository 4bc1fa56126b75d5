package org.rfaas.executor.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.rfaas.executor.manager.ExecutorExit;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.manager.StandbyExecutor;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.EndReason;

/** An executor that is warm at once and serves unless it is broken. */
final class FakeStandby implements StandbyExecutor, RunningExecutor {
    final CompletableFuture<ExecutorExit> exit = new CompletableFuture<>();
    volatile boolean broken;

    @Override
    public String name() {
        return "fake executor";
    }

    @Override
    public RunningExecutor serve(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        if (broken) {
            throw new ExecutorStartException("broken", null);
        }
        return this;
    }

    @Override
    public FabricAddress address() {
        return new FabricAddress("shm", "/nowhere");
    }

    @Override
    public Optional<UsageBox> usage() {
        return Optional.empty();
    }

    @Override
    public void end(EndReason reason, Duration grace) {
        kill();
    }

    @Override
    public void kill() {
        exit.complete(new ExecutorExit(EndReason.LOST, "killed"));
    }

    @Override
    public CompletableFuture<ExecutorExit> exit() {
        return exit;
    }
}
