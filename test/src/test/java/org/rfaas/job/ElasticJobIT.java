package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.control.LeaseRow;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseId;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;

/** A job that grows and shrinks with its cluster: a resource manager in this process, nodes and ranks in their own. */
@Timeout(600)
class ElasticJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GRACE = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final Fabric fabric = Fabrics.open("shm");
    private ResourceManager manager;

    @BeforeEach
    void startManager() throws IOException {
        Path socket = folder.resolve("manager.sock");
        Path key = folder.resolve("cluster.key");
        manager = ResourceManager.start(
                fabric,
                socket.toString(),
                ClusterKey.create(key),
                new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
                InstantSource.system(),
                Duration.ofMinutes(1));
        Files.writeString(folder.resolve("rfaas.conf"), """
                manager.address = "%s"
                security.key-file = "%s"
                executor-manager.usage-directory = "%s"
                offload { start-wait = 100 ms, retry-max = 60 s }
                """.formatted(manager.address(), key, folder.resolve("usage")));
    }

    @AfterEach
    void stopManager() {
        manager.close();
        fabric.close();
    }

    private Map<String, String> environment() {
        return Map.of(
                "RFAAS_MANAGER",
                manager.address().toString(),
                "RFAAS_CONFIG",
                folder.resolve("rfaas.conf").toString());
    }

    private Script startNode(int cores) throws IOException {
        Path config = folder.resolve("rfaas.conf");
        Files.writeString(config, Files.readString(config) + "executor-manager.cores = " + cores + "\n");
        return Script.start(folder, environment(), "rfaas", "executor-manager");
    }

    private Set<LeaseId> leases() {
        return manager.operators().leases().stream().map(LeaseRow::lease).collect(Collectors.toSet());
    }

    private void awaitLeases(LastingJob job, int count) throws InterruptedException {
        Await.until(PATIENCE, job.script()::output, () -> leases().size() == count);
    }

    @Test
    void shouldComputeEveryStepRightWhileCapacityComesAndGoes() throws Exception {
        try (LastingJob job = LastingJob.start(folder, environment(), 2, "0.5")) {
            job.awaitSaid("no workers, computing locally", 1);
            // with retries a minute apart, only the board can tell the ranks that there is a node now
            try (Script node = startNode(2)) {
                job.awaitSaid("leased 1 of 1 workers", 2);
                job.awaitOffload(2);
                awaitLeases(job, 2);
                LeaseId revoked = leases().iterator().next();
                assertThat(manager.operators().revoke(revoked, GRACE))
                        .as(node.output())
                        .isTrue();
                Await.until(PATIENCE, job.script()::output, () -> !leases().contains(revoked));
                // its core is free again, and the rank that lost it takes it
                awaitLeases(job, 2);
                job.awaitOffload(3);

                job.endRight();
                assertThat(job.sum("iterationsRemote")).isPositive();
                assertThat(job.sum("lostWorkers")).isEqualTo(1);
                assertThat(job.sum("leases")).isEqualTo(3);
            }
        }
    }
}
