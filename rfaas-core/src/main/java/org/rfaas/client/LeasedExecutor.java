package org.rfaas.client;

import java.time.Duration;
import java.util.List;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSet;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease and all that hangs on it: the executor that serves it and the connection to each of its workers. Closing it
 * gives the cores back. Any thread may renew or close; the workers belong to whoever uses them, one thread at a time.
 */
public final class LeasedExecutor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedExecutor.class);

    private final ResourceManagerClient leases;
    private final ExecutorManagerClient node;
    private final ExecutorConnection executor;
    private final Duration timeout;

    private SignedCertificate certificate;
    private long endNs;
    private boolean closed;

    private LeasedExecutor(
            ResourceManagerClient leases,
            SignedCertificate certificate,
            ExecutorManagerClient node,
            ExecutorConnection executor,
            Duration timeout) {
        this.leases = leases;
        this.node = node;
        this.executor = executor;
        this.timeout = timeout;
        this.certificate = certificate;
        this.endNs = endNs(certificate);
    }

    /**
     * Has an executor started for a lease and connects to its workers. If that fails the lease is given back.
     *
     * @param fabrics opens the provider of each address; stays the caller's
     * @param leases where the lease came from; stays the caller's, and open as long as this
     * @throws LeaseException when the executor manager cannot be reached or refuses
     * @throws org.rfaas.fabric.FabricException when the executor cannot be reached
     */
    public static LeasedExecutor start(
            FabricSet fabrics, ResourceManagerClient leases, SignedCertificate lease, AllocationOptions options) {
        FabricAddress manager = lease.certificate().executorManager();
        try {
            ExecutorManagerClient node = ExecutorManagerClient.connect(
                    fabrics.get(manager.provider()), manager, options.controlTimeout(), LeaseListener.none());
            try {
                ExecutorEndpoint endpoint = node.allocate(lease, options);
                LOG.info(
                        "workers on node {} are reached over {}",
                        lease.certificate().nodeName(),
                        endpoint.address().provider());
                ExecutorConnection executor = ExecutorConnection.connect(
                        fabrics.get(endpoint.address().provider()), endpoint, options.controlTimeout());
                return new LeasedExecutor(leases, lease, node, executor, options.controlTimeout());
            } catch (RuntimeException e) {
                node.close();
                throw e;
            }
        } catch (RuntimeException e) {
            release(leases, lease);
            throw e;
        }
    }

    public List<Worker> workers() {
        return executor.workers();
    }

    /** Time until the lease ends; 0 or less when it has ended. */
    public synchronized long remainingNs() {
        return endNs - System.nanoTime();
    }

    /**
     * Lets the lease last so long from now on.
     *
     * @throws LeaseException when a manager refuses or cannot be reached; the lease then ends as it would have
     */
    public synchronized void renew(Duration duration) {
        SignedCertificate renewed = leases.renew(certificate, duration);
        node.extend(renewed);
        certificate = renewed;
        endNs = endNs(renewed);
    }

    /** Disconnects, ends the executor, and tells both managers as far as they can be reached. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        executor.close();
        try {
            node.release(certificate.certificate().lease(), timeout);
        } catch (LeaseException e) {
            LOG.debug("executor manager not told of the release: {}", e.getMessage());
        } finally {
            node.close();
        }
        release(leases, certificate);
    }

    private static void release(ResourceManagerClient leases, SignedCertificate lease) {
        try {
            leases.release(lease);
        } catch (LeaseException e) {
            LOG.debug("resource manager not told of the release: {}", e.getMessage());
        }
    }

    /** Counted from the granting, so that the clocks of the machines need not agree. */
    private static long endNs(SignedCertificate certificate) {
        long lastsMs = certificate.certificate().expiresAtMs()
                - certificate.certificate().issuedAtMs();
        return System.nanoTime() + lastsMs * 1_000_000;
    }
}
