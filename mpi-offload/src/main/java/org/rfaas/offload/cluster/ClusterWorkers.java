package org.rfaas.offload.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseException;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.NoCapacityException;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerSource;

/** Leases from the configured resource manager, and has the node's executor manager start an executor. */
public final class ClusterWorkers implements WorkerSource {
    private final RfaasConfig config;
    private final String jobId;
    private @Nullable Fabric fabric;
    private @Nullable ResourceManagerClient manager;

    /** Workers for a job; nothing is opened before the first lease. */
    public ClusterWorkers(RfaasConfig config, String jobId) {
        this.config = config;
        this.jobId = jobId;
    }

    @Override
    public WorkerLease lease(int workers) throws NoWorkersException {
        try {
            FabricAddress address = config.manager().requireAddress();
            Fabric opened = fabric(address);
            ResourceManagerClient client = manager(opened, address);
            SignedCertificate certificate = certificate(client, workers);
            try {
                return allocate(opened, client, certificate);
            } catch (RuntimeException e) {
                client.release(certificate);
                throw e;
            }
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

    private WorkerLease allocate(Fabric opened, ResourceManagerClient client, SignedCertificate certificate) {
        Duration timeout = config.controlTimeout();
        FabricAddress address = certificate.certificate().executorManager();
        ExecutorManagerClient node = ExecutorManagerClient.connect(opened, address, timeout, LeaseListener.none());
        try {
            ExecutorEndpoint endpoint = node.allocate(
                    certificate,
                    config.executor().layout(),
                    config.executor().hotTimeoutNs(),
                    config.executor().startTimeout().plus(timeout));
            ExecutorConnection executor = ExecutorConnection.connect(opened, endpoint, timeout);
            return new ClusterLease(
                    certificate, client, node, executor, config.lease().defaultDuration());
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private Fabric fabric(FabricAddress address) {
        Fabric opened = fabric;
        if (opened == null) {
            opened = FabricChoice.openFor(address, config.fabricProvider());
            fabric = opened;
        }
        return opened;
    }

    private ResourceManagerClient manager(Fabric opened, FabricAddress address) {
        ResourceManagerClient client = manager;
        if (client == null || !client.isConnected()) {
            if (client != null) {
                client.close();
                manager = null;
            }
            client = ResourceManagerClient.connect(opened, address, config.controlTimeout());
            manager = client;
        }
        return client;
    }

    @Override
    public void close() {
        ResourceManagerClient client = manager;
        Fabric opened = fabric;
        try (opened;
                client) {
            manager = null;
            fabric = null;
        }
    }
}
