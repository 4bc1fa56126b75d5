package org.rfaas.executor.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.EndReason;

/** Executors that do what a test says. */
final class FakeLauncher implements ExecutorLauncher {
    private final BlockingQueue<FakeExecutor> launched = new LinkedBlockingQueue<>();
    /** Where executors pretend to count; without it they do not. */
    volatile @Nullable UsageStore usages;

    volatile boolean failing;
    volatile boolean stubborn;
    /** Launches throw what no launcher should. */
    volatile boolean broken;
    /** Executors throw when they are watched, as no executor should. */
    volatile boolean unwatchable;

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        if (failing) {
            throw new ExecutorStartException("exit code 1; its last words: no space left", null);
        }
        if (broken) {
            throw new AssertionError("no thread can be made");
        }
        FakeExecutor executor = new FakeExecutor(assignment, newBox(assignment), !stubborn, !unwatchable);
        launched.add(executor);
        return executor;
    }

    private Optional<UsageBox> newBox(Assign assignment) {
        UsageStore store = usages;
        try {
            return store == null ? Optional.empty() : Optional.of(store.newBox(assignment.workers()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeExecutor next() {
        try {
            FakeExecutor executor = launched.poll(60, TimeUnit.SECONDS);
            if (executor == null) {
                throw new AssertionError("nothing was launched");
            }
            return executor;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static final class FakeExecutor implements RunningExecutor {
        final Assign assignment;
        final CompletableFuture<EndReason> ended = new CompletableFuture<>();
        final CompletableFuture<Boolean> killed = new CompletableFuture<>();
        private final CompletableFuture<ExecutorExit> exit = new CompletableFuture<>();
        private final Optional<UsageBox> usage;
        private final boolean obedient;
        private final boolean watchable;

        FakeExecutor(Assign assignment, Optional<UsageBox> usage, boolean obedient, boolean watchable) {
            this.assignment = assignment;
            this.usage = usage;
            this.obedient = obedient;
            this.watchable = watchable;
        }

        @Override
        public FabricAddress address() {
            return new FabricAddress("shm", "/tmp/fake-executor");
        }

        @Override
        public String name() {
            return "fake executor";
        }

        @Override
        public Optional<UsageBox> usage() {
            return usage;
        }

        @Override
        public void end(EndReason reason, Duration grace) {
            ended.complete(reason);
            if (obedient) {
                exit(EndReason.RELEASED, "");
            }
        }

        @Override
        public void kill() {
            killed.complete(true);
            exit(EndReason.LOST, "killed by signal 9");
        }

        @Override
        public CompletableFuture<ExecutorExit> exit() {
            if (!watchable) {
                throw new AssertionError("cannot be watched");
            }
            return exit;
        }

        void exit(EndReason reason, String text) {
            exit.complete(new ExecutorExit(reason, text));
        }
    }
}
