package org.rfaas.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.OpenResources;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease and all that hangs on it: the executor that serves it and the connection to each of its workers. Closing it
 * gives the cores back. Any thread may renew or close; the workers belong to whoever uses them, one thread at a time.
 */
public final class LeasedExecutor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedExecutor.class);

    private final ResourceManagerLink resourceManager;
    private final ExecutorManagerClient node;
    private final ExecutorConnection executor;
    private final EndWatch end;
    private final Duration timeout;

    /** Read at any time, also while managers are asked; written by who renews. */
    private volatile LeaseGrant grant;

    private boolean closed;

    private LeasedExecutor(
            ResourceManagerLink resourceManager,
            LeaseGrant grant,
            ExecutorManagerClient node,
            ExecutorConnection executor,
            EndWatch end,
            Duration timeout) {
        this.resourceManager = resourceManager;
        this.grant = grant;
        this.node = node;
        this.executor = executor;
        this.end = end;
        this.timeout = timeout;
    }

    /**
     * Has an executor started for a lease and connects to its workers. If that fails the lease is given back.
     *
     * @param fabrics opens the provider of each address; stays the caller's
     * @param resourceManager where the lease came from; stays the caller's, and open as long as this
     * @throws LeaseException when the executor manager cannot be reached or refuses, or the executor dies before its workers are
     *     reached
     * @throws FabricException when the executor lives and cannot be reached
     */
    public static LeasedExecutor start(
            FabricSet fabrics, ResourceManagerLink resourceManager, LeaseGrant grant, AllocationOptions options) {
        FabricAddress manager = grant.terms().executorManager();
        EndWatch end = new EndWatch();
        try {
            ExecutorManagerClient node = ExecutorManagerClient.connect(
                    fabrics.get(manager.provider()), manager, options.controlTimeout(), end);
            try {
                ExecutorEndpoint endpoint = node.allocate(grant.certificate(), options);
                String provider = endpoint.address().provider();
                LOG.info(
                        "workers on node {} are reached over {}, the first of {} that works here and there",
                        grant.terms().nodeName(),
                        provider,
                        options.offers().stream().map(FabricOffer::provider).toList());
                ExecutorConnection executor = connect(fabrics.get(provider), endpoint, options.controlTimeout(), end);
                return new LeasedExecutor(resourceManager, grant, node, executor, end, options.controlTimeout());
            } catch (RuntimeException | Error e) {
                node.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            release(resourceManager, grant);
            throw e;
        }
    }

    private static ExecutorConnection connect(
            Fabric fabric, ExecutorEndpoint endpoint, Duration timeout, LossReport loss) {
        try {
            return ExecutorConnection.connect(fabric, endpoint, timeout, loss);
        } catch (FabricException e) {
            Optional<String> story = loss.await();
            if (story.isPresent()) {
                throw LeaseRefusedException.executorFailed(story.get(), e);
            }
            throw e;
        }
    }

    public List<Worker> workers() {
        return executor.workers();
    }

    /** The lease as it was granted, or renewed the last time: its name, its node and its times. */
    public LeaseCertificate terms() {
        return grant.terms();
    }

    /** Time until the lease ends by itself; 0 or less when it has ended. */
    public long remainingNs() {
        return grant.endNs() - System.nanoTime();
    }

    /**
     * Why the lease ends or has ended, from the moment its executor manager says so or is lost; empty as long as it goes
     * on. Workers then answer what runs, and nothing more.
     */
    public Optional<EndReason> ending() {
        return end.reason();
    }

    /** Runs this once, on any thread, when {@link #ending} has an answer; at once if it has one. */
    public void whenEnding(Runnable action) {
        end.whenKnown(action);
    }

    /**
     * Lets the lease last so long from now on.
     *
     * @throws LeaseException when a manager refuses or cannot be reached; the lease then ends as it would have, unless a
     *     later renewal succeeds
     */
    public synchronized void renew(Duration duration) {
        LeaseGrant renewed = resourceManager.renew(grant, duration);
        node.extend(renewed.certificate());
        grant = renewed;
    }

    /** Disconnects, ends the executor, and tells both managers as far as they can be reached. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (OpenResources steps = new OpenResources()) { // each is taken, whatever becomes of those before
            steps.add((AutoCloseable) () -> release(resourceManager, grant));
            steps.add(node);
            steps.add((AutoCloseable) this::tellNode);
            steps.add(executor);
        }
    }

    private void tellNode() {
        try {
            node.release(grant.terms().lease(), timeout);
        } catch (LeaseException e) {
            LOG.debug("executor manager not told of the release: {}", e.getMessage());
        }
    }

    private static void release(ResourceManagerLink resourceManager, LeaseGrant grant) {
        try {
            resourceManager.release(grant);
        } catch (LeaseException e) {
            LOG.debug("resource manager not told of the release: {}", e.getMessage());
        }
    }

    /** Remembers the first word of the lease's end. */
    private static final class EndWatch implements LeaseListener, LossReport {
        /** The executor manager learns of a death when the kernel closes the pipes, which is when the queue pairs go, too. */
        private static final long LOSS_PATIENCE_MS = 1000;

        private final CompletableFuture<EndReason> reason = new CompletableFuture<>();
        private final CompletableFuture<String> story = new CompletableFuture<>();
        private final AtomicBoolean waited = new AtomicBoolean();

        Optional<EndReason> reason() {
            return Optional.ofNullable(reason.getNow(null));
        }

        void whenKnown(Runnable action) {
            var _ = reason.thenRun(action);
        }

        /** Waits once: who asks later hears what is known then. */
        @Override
        public Optional<String> await() {
            long patienceMs = waited.getAndSet(true) ? 0 : LOSS_PATIENCE_MS;
            try {
                return Optional.of(story.copy().get(patienceMs, TimeUnit.MILLISECONDS));
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("nobody says why the executor is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        @Override
        public void ending(LeaseId lease, EndReason why, Duration grace) {
            reason.complete(why);
        }

        @Override
        public void ended(LeaseId lease, EndReason why, String text) {
            if (reason.complete(why) && !text.isEmpty()) {
                LOG.info("lease {} ended: {}, {}", lease, why, text);
            }
            story.complete(text.isEmpty() ? "its lease has ended, " + why : text);
        }

        @Override
        public void managerLost(String why) {
            reason.complete(EndReason.LOST);
            story.complete("its executor manager is lost, " + why);
        }
    }
}
