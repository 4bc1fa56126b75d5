package org.rfaas.executor.manager;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.InvocationException;
import org.rfaas.client.LeaseException;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.client.Worker;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;

/** A client that keeps a worker of its own busy until its executor dies, and remembers what it was answered. */
final class Tenant {
    /** What the worker of a lease has certainly done. */
    record Work(LeaseId lease, String jobId, long answered, long answeredNs) {}

    static final int BYTES_AN_INVOCATION = 2 * Long.BYTES;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long WORK_NS = 20_000;

    private final ExecutorManagerClient node;
    private final ExecutorConnection executor;
    private final SignedCertificate certificate;
    private final Thread thread;
    private final CountDownLatch atWork = new CountDownLatch(1);
    private volatile boolean isEnding;

    /** The thread's, until it has ended. */
    private long answered;

    private long answeredNs;

    /**
     * Leases a core, and begins.
     *
     * @throws LeaseException when there is none, or its node has died and the resource manager does not know yet; the lease
     *     is then left to its expiry
     */
    Tenant(Fabric fabric, FabricAddress manager, String jobId) {
        try (ResourceManagerClient leases = ResourceManagerClient.connect(fabric, manager, TIMEOUT)) {
            certificate =
                    leases.lease(new LeaseRequest(jobId, 1, 256L << 20, LONG)).certificate();
        }
        node = ExecutorManagerClient.connect(
                fabric, certificate.certificate().executorManager(), TIMEOUT, LeaseListener.none());
        try {
            executor = ExecutorConnection.connect(
                    fabric, node.allocate(certificate, Cluster.allocation(Long.MAX_VALUE)), TIMEOUT);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
        thread = Thread.ofPlatform().daemon().start(this::work);
    }

    private void work() {
        Worker worker = executor.workers().getFirst();
        try (Arena arena = Arena.ofConfined()) {
            InstalledFunction spin = worker.install(FunctionBundle.of(Spin.class));
            MemorySegment input = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment output = arena.allocate(ValueLayout.JAVA_LONG);
            input.set(ValueLayout.JAVA_LONG, 0, WORK_NS);
            while (!isEnding) {
                worker.invoke(spin, input, output, TIMEOUT);
                answeredNs += output.get(ValueLayout.JAVA_LONG, 0);
                answered++;
                atWork.countDown();
            }
        } catch (InvocationException e) {
            atWork.countDown(); // its executor was killed, which is what the test is about
        }
    }

    void awaitWork() throws InterruptedException {
        atWork.await();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends it, whatever it is at; what it did. */
    Work end() throws InterruptedException {
        isEnding = true;
        if (!thread.join(TIMEOUT)) {
            throw new AssertionError("an invocation hangs");
        }
        executor.close();
        node.close();
        return new Work(certificate.lease(), certificate.certificate().jobId(), answered, answeredNs);
    }
}
