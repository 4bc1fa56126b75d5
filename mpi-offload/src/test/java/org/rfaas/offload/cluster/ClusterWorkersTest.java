package org.rfaas.offload.cluster;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.UserLimits;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;
import org.rfaas.offload.worker.NoWorkersException;

@Timeout(120)
class ClusterWorkersTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** There is no node, which only those hear who do not ask for too much. */
    @Test
    void shouldAskForFewerWhenTheUserMayNotHaveSoMany() {
        LeaseTerms terms = new LeaseTerms(HOUR, TIMEOUT, TIMEOUT, new UserLimits(2, 0));
        ClusterKey key = ClusterKey.of(new byte[ClusterKey.MIN_BYTES]);
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager manager =
                        ResourceManager.start(fabric, "", key, terms, InstantSource.system(), TIMEOUT);
                ClusterWorkers workers = new ClusterWorkers(configOf(manager), "job")) {
            assertThatExceptionOfType(NoWorkersException.class)
                    .isThrownBy(() -> workers.lease(8))
                    .withMessageContaining("no node is registered");
        }
    }

    @Test
    void shouldSayThatItIsTheUserWhoMayNotHaveMore() {
        LeaseTerms terms = new LeaseTerms(HOUR, TIMEOUT, TIMEOUT, new UserLimits(2, 0));
        ClusterKey key = ClusterKey.of(new byte[ClusterKey.MIN_BYTES]);
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager manager =
                        ResourceManager.start(fabric, "", key, terms, InstantSource.system(), TIMEOUT);
                ResourceManagerClient client = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT);
                ClusterWorkers workers = new ClusterWorkers(configOf(manager), "job")) {
            assertThatExceptionOfType(NoWorkersException.class)
                    .isThrownBy(() -> workers.lease(1))
                    .matches(none -> !none.isByLimit(), "no node is there");
            manager.assume(new NodeCapacity("node", 1, manager.address(), 4, 16L << 30));
            client.lease(new LeaseRequest("other-job", 2, 1L << 30, TIMEOUT));
            assertThatExceptionOfType(NoWorkersException.class)
                    .isThrownBy(() -> workers.lease(2))
                    .withMessageContaining("lease.max-cores-per-user")
                    .matches(NoWorkersException::isByLimit);
        }
    }

    private static RfaasConfig configOf(ResourceManager manager) {
        return RfaasConfig.load(
                Optional.empty(),
                Map.of(RfaasConfig.MANAGER_VARIABLE, manager.address().toString()));
    }
}
