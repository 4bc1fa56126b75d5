package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;

/** A program that leases a core, connects to its worker, says so, and holds it until it is killed. */
public final class IdleRank {
    private IdleRank() {}

    public static void main(String[] arguments) throws InterruptedException {
        RfaasConfig config = RfaasConfig.fromEnvironment();
        FabricAddress manager = config.manager().requireAddress();
        Duration timeout = Duration.ofMinutes(1);
        try (Fabric fabric = Fabrics.open(manager.provider());
                ResourceManagerClient leases = ResourceManagerClient.connect(fabric, manager, timeout)) {
            SignedCertificate lease = leases.lease(new LeaseRequest("rank", 1, 1 << 28, Duration.ofMinutes(10)))
                    .certificate();
            try (ExecutorManagerClient node = ExecutorManagerClient.connect(
                    fabric, lease.certificate().executorManager(), timeout, LeaseListener.none())) {
                ExecutorEndpoint endpoint = node.allocate(lease, Cluster.allocation(0));
                try (ExecutorConnection executor = ExecutorConnection.connect(fabric, endpoint, timeout)) {
                    System.out.println("holding " + executor.workers().size());
                    new CountDownLatch(1).await();
                }
            }
        }
    }
}
