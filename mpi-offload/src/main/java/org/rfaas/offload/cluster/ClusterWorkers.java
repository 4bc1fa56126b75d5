package org.rfaas.offload.cluster;

import org.jspecify.annotations.Nullable;
import org.rfaas.client.LeaseException;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.NoCapacityException;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSet;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerSource;

/** Leases from the configured resource manager, and has the node's executor manager start an executor. */
public final class ClusterWorkers implements WorkerSource {
    private final RfaasConfig config;
    private final String jobId;
    private final FabricSet fabrics = new FabricSet();
    private @Nullable ResourceManagerClient manager;

    /** Workers for a job; nothing is opened before the first lease. */
    public ClusterWorkers(RfaasConfig config, String jobId) {
        this.config = config;
        this.jobId = jobId;
    }

    @Override
    public WorkerLease lease(int workers) throws NoWorkersException {
        try {
            ResourceManagerClient client = manager(config.manager().requireAddress());
            LeasedExecutor executor =
                    LeasedExecutor.start(fabrics, client, certificate(client, workers), config.allocation());
            return new ClusterLease(executor, config.lease().defaultDuration());
        } catch (ConfigurationException | LeaseException | FabricException e) {
            throw new NoWorkersException(String.valueOf(e.getMessage()), e);
        }
    }

    /** As many cores of one node as can be had; the runtime asks again for the rest. */
    private SignedCertificate certificate(ResourceManagerClient client, int workers) {
        try {
            return client.lease(request(workers));
        } catch (NoCapacityException e) {
            if (workers == 1) {
                throw e;
            }
            return certificate(client, workers / 2);
        }
    }

    private LeaseRequest request(int cores) {
        return new LeaseRequest(
                jobId,
                cores,
                cores * config.lease().memoryPerCoreBytes(),
                config.lease().defaultDuration());
    }

    private ResourceManagerClient manager(FabricAddress address) {
        ResourceManagerClient client = manager;
        if (client == null || !client.isConnected()) {
            if (client != null) {
                client.close();
                manager = null;
            }
            client = ResourceManagerClient.connect(fabrics.get(address.provider()), address, config.controlTimeout());
            manager = client;
        }
        return client;
    }

    @Override
    public void close() {
        ResourceManagerClient client = manager;
        manager = null;
        if (client != null) {
            client.close();
        }
        fabrics.close();
    }
}
