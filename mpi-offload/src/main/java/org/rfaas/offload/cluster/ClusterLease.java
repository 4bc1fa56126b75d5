package org.rfaas.offload.cluster;

import java.time.Duration;
import java.util.List;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseException;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease with its executor. */
final class ClusterLease implements WorkerLease {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLease.class);

    private final ResourceManagerClient manager;
    private final ExecutorManagerClient node;
    private final ExecutorConnection executor;
    private final Duration duration;
    private final List<WorkerPort> workers;
    private SignedCertificate certificate;
    private long endNs;

    ClusterLease(
            SignedCertificate certificate,
            ResourceManagerClient manager,
            ExecutorManagerClient node,
            ExecutorConnection executor,
            Duration duration) {
        this.certificate = certificate;
        this.manager = manager;
        this.node = node;
        this.executor = executor;
        this.duration = duration;
        this.workers = executor.workers().stream()
                .map(worker -> (WorkerPort) new LeasedWorker(worker))
                .toList();
        this.endNs = endNs(certificate);
    }

    @Override
    public List<WorkerPort> workers() {
        return workers;
    }

    @Override
    public long remainingNs() {
        return endNs - System.nanoTime();
    }

    @Override
    public boolean renew() {
        try {
            SignedCertificate renewed = manager.renew(certificate, duration);
            node.extend(renewed);
            certificate = renewed;
            endNs = endNs(renewed);
            return true;
        } catch (LeaseException e) {
            LOG.debug("lease {} is not renewed: {}", certificate.certificate().lease(), e.getMessage());
            return false;
        }
    }

    /** Ends the executor, and tells both managers as far as they can be reached. */
    @Override
    public void close() {
        executor.close();
        try {
            node.release(certificate.certificate().lease(), duration);
        } catch (LeaseException e) {
            LOG.debug("executor manager not told of the release: {}", e.getMessage());
        } finally {
            node.close();
        }
        try {
            manager.release(certificate);
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
