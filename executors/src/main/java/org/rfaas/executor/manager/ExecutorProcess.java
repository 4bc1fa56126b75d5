package org.rfaas.executor.manager;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rfaas.executor.pipe.ExecutorReport.Finished;
import org.rfaas.executor.pipe.ExecutorReport.Ready;
import org.rfaas.executor.pipe.ManagerCommand;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.executor.pipe.ManagerCommand.End;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An executor in a process of its own, on the other end of its standard streams. */
final class ExecutorProcess implements RunningExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorProcess.class);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

    private final Process process;
    private final UsageBox usage;
    private final String name;
    private final DataOutputStream commands;
    private final LogTail log = new LogTail();
    private final CompletableFuture<FabricAddress> ready = new CompletableFuture<>();
    private final CompletableFuture<ExecutorExit> exit = new CompletableFuture<>();
    private volatile boolean finished;

    ExecutorProcess(Process process, UsageBox usage, LeaseId lease) {
        this.process = process;
        this.usage = usage;
        this.name = "executor " + process.pid() + " of lease " + lease;
        this.commands = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        // platform threads: reading a pipe blocks the carrier of a virtual one
        Thread reports = Thread.ofPlatform().name(name + " reports").daemon().start(this::readReports);
        Thread output = Thread.ofPlatform()
                .name(name + " output")
                .daemon()
                .start(() -> log.follow(name, process.getErrorStream()));
        Thread.ofVirtual().name(name + " exit").start(() -> awaitExit(reports, output));
    }

    /** Hands over the assignment and waits until the executor listens; kills it when it does not. */
    void awaitReady(Assign assignment, Duration timeout) throws ExecutorStartException {
        try {
            send(assignment);
            ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            kill();
            throw new ExecutorStartException(
                    "the executor was not ready within " + timeout.toMillis() + " ms; raise executor.start-timeout"
                            + log.text(),
                    e);
        } catch (IOException | ExecutionException e) {
            killAfter(DRAIN_TIMEOUT);
            throw new ExecutorStartException(
                    "the executor died before it was ready: " + exit.join().text(), e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new ExecutorStartException("interrupted while an executor started", e);
        }
    }

    /** Lets it come to its own end, so that its exit code says something. */
    private void killAfter(Duration patience) {
        try {
            if (!process.waitFor(patience)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public FabricAddress address() {
        return ready.join();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<UsageBox> usage() {
        return Optional.of(usage);
    }

    @Override
    public void end(EndReason reason, Duration grace) {
        try {
            send(new End(reason, grace.toMillis()));
        } catch (IOException e) {
            LOG.debug("{} cannot be told to end; it is about to be gone", name, e);
        }
    }

    private synchronized void send(ManagerCommand command) throws IOException {
        PipeCodec.write(commands, command);
    }

    @Override
    public void kill() {
        // by its handle: Process.destroyForcibly would close the streams, and with them what it still has to say
        if (!process.toHandle().destroyForcibly()) {
            LOG.debug("{} is gone already", name);
        }
    }

    @Override
    public CompletableFuture<ExecutorExit> exit() {
        return exit;
    }

    private void readReports() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                switch (PipeCodec.readReport(in)) {
                    case Ready report -> ready.complete(report.address());
                    case Finished _ -> finished = true;
                }
            }
        } catch (EOFException e) {
            LOG.trace("{}: end of reports", name, e);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} sent a bad report and is ended: {}", name, e.getMessage());
            kill();
        }
    }

    private void awaitExit(Thread reports, Thread output) {
        String text;
        EndReason reason;
        try {
            int code = process.waitFor();
            // whatever it said before it died; a process it left behind may keep the pipes open, so not for ever
            reports.join(DRAIN_TIMEOUT);
            output.join(DRAIN_TIMEOUT);
            reason = finished ? EndReason.RELEASED : EndReason.LOST;
            text = code == 0 ? "" : describe(code) + log.text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason = EndReason.LOST;
            text = "its manager was interrupted";
        }
        ready.completeExceptionally(new IllegalStateException("exited"));
        exit.complete(new ExecutorExit(reason, text));
    }

    private static String describe(int code) {
        return code > 128 ? "killed by signal " + (code - 128) : "exit code " + code;
    }
}
