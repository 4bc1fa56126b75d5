package org.rfaas.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.rfaas.fabric.FabricAddress;

/** Things to test with. */
public final class Leases {
    public static final long NOW_MS = 1_800_000_000_000L;
    /** Of every node made here. */
    public static final long INCARNATION = 77;

    public static final long GIB = 1L << 30;

    private Leases() {}

    public static ClusterKey key(String seed) {
        return ClusterKey.of((seed + "-0123456789abcdef0123456789abcdef").getBytes(StandardCharsets.US_ASCII));
    }

    public static NodeCapacity node(String name, int cores, long memoryBytes) {
        return new NodeCapacity(name, INCARNATION, new FabricAddress("shm", "/tmp/" + name), cores, memoryBytes);
    }

    public static LeaseRequest request(int cores, Duration duration) {
        return new LeaseRequest("job-1", cores, GIB, duration);
    }

    public static LeaseCertificate certificate(long id, String nodeName, long issuedAtMs, long expiresAtMs) {
        return new LeaseCertificate(
                new LeaseId(id),
                "job-1",
                "ada",
                nodeName,
                INCARNATION,
                new FabricAddress("shm", "/tmp/" + nodeName),
                2,
                GIB,
                issuedAtMs,
                expiresAtMs);
    }
}
