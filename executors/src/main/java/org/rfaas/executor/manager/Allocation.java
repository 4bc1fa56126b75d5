package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.rfaas.control.ControlHandler.Responder;
import org.rfaas.control.ControlMessage.Allocated;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one lease on this node: launch, wait for whatever ends it, end the executor, report. One virtual thread lives
 * it; any thread may ask it to end.
 */
final class Allocation {
    private static final Logger LOG = LoggerFactory.getLogger(Allocation.class);
    /** An executor that has not exited so long after its grace is killed. */
    private static final Duration KILL_AFTER = Duration.ofSeconds(1);

    /** Who keeps the node's books. */
    interface Observer {
        /** It has an executor, which nobody has been told of yet. */
        void started(Allocation allocation, RunningExecutor executor);

        /** Its client has been told of its executor. */
        void answered(Allocation allocation);

        /** Nothing of the lease runs any more, and its cores are free. */
        void ended(Allocation allocation, LeaseEnded report);
    }

    private final ControlSession client;
    private final AllocationTerm term;
    private final Observer observer;
    private final CompletableFuture<LeaseEnded> ended = new CompletableFuture<>();

    /** What the client was told last; of the thread that lives it. */
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    Allocation(AllocationTerm term, ControlSession client, Observer observer) {
        this.term = term;
        this.client = client;
        this.observer = observer;
    }

    ControlSession client() {
        return client;
    }

    /** The latest that was shown. */
    SignedCertificate certificate() {
        return term.certificate();
    }

    LeaseId lease() {
        return certificate().lease();
    }

    /** Completes when the lease has ended here. */
    CompletableFuture<LeaseEnded> ended() {
        return ended;
    }

    /** Completes when the lease has ended here and its client has been told so, or could not be. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Lives until the certificate's later expiry. */
    void extend(SignedCertificate later) {
        term.extend(later);
    }

    /** Asks for the end; the first reason counts, and the shortest grace. */
    void end(EndReason reason, Duration grace) {
        term.end(reason, grace);
    }

    /**
     * The whole life; called once. However it goes, nothing of the lease runs afterwards, and its cores are free.
     *
     * @param assigning says what the executor is to do; may fail
     */
    void live(ExecutorLauncher launcher, Supplier<Assign> assigning, Duration startTimeout, Responder responder) {
        try {
            launchAndServe(launcher, assigning, startTimeout, responder);
        } finally {
            told = told.whenComplete((_, _) -> over.complete(null));
        }
    }

    private void launchAndServe(
            ExecutorLauncher launcher, Supplier<Assign> assigning, Duration startTimeout, Responder responder) {
        Assign assignment;
        RunningExecutor executor;
        try {
            assignment = assigning.get();
            executor = launcher.launch(assignment, certificate().certificate().memoryBytes(), startTimeout);
        } catch (ExecutorStartException e) {
            refuse(String.valueOf(e.getMessage()), responder);
            LOG.warn("no executor for lease {}: {}", lease(), e.getMessage());
            return;
        } catch (Throwable e) {
            fail(e, responder);
            return;
        }
        LeaseEnded report;
        try {
            observer.started(this, executor);
            responder.reply(new Allocated(executor.address(), assignment.token()));
            LOG.info("{} serves at {}", executor.name(), executor.address());
            observer.answered(this);
            report = serve(executor);
        } catch (Throwable e) {
            killQuietly(executor);
            tellClient(refuse("its executor manager failed: " + e, responder)); // it may have its executor already
            LOG.error("lease {} failed and its executor was killed", lease(), e);
            return;
        }
        finish(report);
        tellClient(report);
    }

    /** Ends before it has an executor, since it cannot have one. */
    void fail(Throwable cause, Responder responder) {
        try {
            refuse("its start failed: " + cause, responder);
        } finally {
            over.complete(null);
        }
        LOG.error("no executor for lease {}", lease(), cause);
    }

    private LeaseEnded refuse(String text, Responder responder) {
        LeaseEnded report = new LeaseEnded(lease(), EndReason.LOST, text);
        finish(report);
        responder.reply(new Refused(RefusalCode.EXECUTOR_FAILED, text));
        return report;
    }

    private static void killQuietly(RunningExecutor executor) {
        try {
            executor.kill();
            ExecutorExit exit = executor.exit().copy().get(KILL_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("{} has ended: {}", executor.name(), exit.text());
        } catch (Throwable e) {
            LOG.error("an executor may live on", e);
        }
    }

    private void finish(LeaseEnded report) {
        try {
            observer.ended(this, report);
        } finally {
            ended.complete(report);
        }
    }

    private LeaseEnded serve(RunningExecutor executor) {
        CompletableFuture<Void> watch = executor.exit().thenAccept(_ -> term.exited());
        AllocationTerm.End end = term.awaitEnd();
        for (AllocationTerm.End next = end; next != null; next = term.awaitEarlierEnd(next, KILL_AFTER)) {
            tellClient(new LeaseEnding(lease(), next.reason(), next.grace()));
            executor.end(next.reason(), next.grace());
        }
        if (!executor.exit().isDone()) {
            LOG.warn("{} did not exit {} ms after its grace and is killed", executor.name(), KILL_AFTER.toMillis());
            executor.kill();
        }
        ExecutorExit exit = executor.exit().join();
        watch.join();
        EndReason reason = end == null ? exit.reason() : end.reason();
        LOG.info("{} has ended: {} {}", executor.name(), reason, exit.text());
        return new LeaseEnded(lease(), reason, exit.text());
    }

    /** In order, but without waiting for the client: one that takes no message must not outlast its lease by that. */
    private void tellClient(Notice notice) {
        told = told.thenRunAsync(
                () -> {
                    try {
                        client.send(notice);
                    } catch (RuntimeException e) {
                        LOG.debug("client of lease {} cannot be told: {}", lease(), e.getMessage());
                    }
                },
                task -> Thread.ofVirtual().name("client of lease " + lease()).start(task));
    }
}
