package org.rfaas.offload.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.board.BoardReader;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.LeaseException;
import org.rfaas.client.LeaseGrant;
import org.rfaas.client.LeaseRefusedException;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.NoCapacityException;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.RfaasConfig;
import org.rfaas.control.RefusalCode;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSet;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.offload.worker.Capacity;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.UnusableWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases from the configured resource manager, and has the node's executor manager start an executor. */
public final class ClusterWorkers implements WorkerSource {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWorkers.class);

    private final RfaasConfig config;
    private final String jobId;
    private final FabricSet fabrics;
    private @Nullable ResourceManagerLink manager;

    /** Workers for a job; nothing is opened before the first lease. */
    public ClusterWorkers(RfaasConfig config, String jobId) {
        this.config = config;
        this.jobId = jobId;
        this.fabrics = new FabricSet(config.fabric().settings());
    }

    @Override
    public WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException {
        ResourceManagerLink link;
        AllocationOptions allocation;
        LeaseGrant granted;
        try {
            link = manager();
            allocation = config.allocation(); // before there is a lease whose time passes meanwhile
            granted = grant(link, workers);
        } catch (ConfigurationException | LeaseException | FabricException e) {
            throw new NoWorkersException(String.valueOf(e.getMessage()), isByLimit(e), e);
        }
        try {
            LeasedExecutor executor = LeasedExecutor.start(fabrics, link, granted, allocation);
            return new ClusterLease(executor, config.lease().defaultDuration());
        } catch (ConfigurationException | LeaseException | FabricException e) {
            throw new UnusableWorkersException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<Capacity> capacity() {
        try {
            BoardReader.Leasable free = manager().available(config.lease().memoryPerCoreBytes());
            return Optional.of(new Capacity(free.version(), free.cores()));
        } catch (ConfigurationException
                | LeaseException
                | FabricException
                | IllegalArgumentException
                | IllegalStateException e) {
            LOG.debug("the board cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** As many cores of one node as can be had; the runtime asks again for the rest. */
    private LeaseGrant grant(ResourceManagerLink link, int workers) {
        try {
            return link.lease(request(workers));
        } catch (LeaseException e) {
            if (workers == 1 || !mayGetFewer(e)) {
                throw e;
            }
            return grant(link, workers / 2);
        }
    }

    /** Whether it is too much that was asked for: of what is free, or of what the user may have. */
    private static boolean mayGetFewer(LeaseException refusal) {
        return refusal instanceof NoCapacityException || isByLimit(refusal);
    }

    private static boolean isByLimit(RuntimeException refusal) {
        return refusal instanceof LeaseRefusedException refused && refused.code() == RefusalCode.OUT_OF_LIMITS;
    }

    private LeaseRequest request(int cores) {
        return new LeaseRequest(
                jobId,
                cores,
                cores * config.lease().memoryPerCoreBytes(),
                config.lease().defaultDuration());
    }

    private ResourceManagerLink manager() {
        ResourceManagerLink link = manager;
        if (link == null) {
            link = new ResourceManagerLink(fabrics, config.manager().requireAddress(), config.controlTimeout());
            manager = link;
        }
        return link;
    }

    @Override
    public void close() {
        ResourceManagerLink link = manager;
        if (link != null) {
            link.close();
        }
        fabrics.close();
    }
}
