package org.rfaas.client;

import java.time.Duration;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.Allocated;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.ReleaseAllocation;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;

/**
 * A connection to the executor manager of a node. Keep it open as long as executors allocated over it are used: they end
 * with it. Every method blocks until the answer is there, and throws {@link ServiceUnreachableException} when there is
 * none. Any thread may call any method.
 */
public final class ExecutorManagerClient implements AutoCloseable {
    private final ControlClient control;

    private ExecutorManagerClient(ControlClient control) {
        this.control = control;
    }

    /**
     * Connects.
     *
     * @param manager what the lease certificate says
     * @param timeout for connecting and for each answer
     * @throws ServiceUnreachableException when no executor manager serves there
     */
    public static ExecutorManagerClient connect(
            Fabric fabric, FabricAddress manager, Duration timeout, LeaseListener listener) {
        return ManagerCall.run(
                "no executor manager at " + manager + "; its node may be down, lease another one",
                () -> new ExecutorManagerClient(
                        ControlClient.connect(fabric, manager, timeout, new Notices(listener))));
    }

    /**
     * Has an executor started for a lease, one worker a core.
     *
     * @param options how the executor shall be
     * @throws LeaseRefusedException when the certificate is not accepted, the lease is allocated already, or the executor
     *     does not start; the message has the reason
     * @throws NoCapacityException when the node has the cores in use for another lease
     */
    public ExecutorEndpoint allocate(SignedCertificate certificate, AllocationOptions options) {
        Allocate request = new Allocate(
                certificate, options.layout(), options.hotTimeoutNs(), options.deadlineNs(), options.offers());
        Allocated allocated = ManagerCall.run(
                "the allocation failed", () -> control.call(request, Allocated.class, options.startTimeout()));
        return new ExecutorEndpoint(
                allocated.executor(),
                allocated.token(),
                certificate.certificate().cores(),
                options.layout());
    }

    /**
     * Shows the certificate of a renewed lease.
     *
     * @throws LeaseRefusedException when the certificate is not accepted or nothing is allocated for it
     */
    public void extend(SignedCertificate certificate) {
        ManagerCall.run("the extension failed", () -> control.call(new ExtendAllocation(certificate), Done.class));
    }

    /** Ends the executor of a lease and waits for its exit; harmless when there is none. */
    public void release(LeaseId lease, Duration deadline) {
        ManagerCall.run("the release failed", () -> control.call(new ReleaseAllocation(lease), Done.class, deadline));
    }

    public boolean isConnected() {
        return control.isConnected();
    }

    /** Disconnects; executors allocated over this connection end. */
    @Override
    public void close() {
        control.close();
    }

    private record Notices(LeaseListener listener) implements ControlClient.Listener {
        @Override
        public void received(Notice notice) {
            switch (notice) {
                case LeaseEnding ending -> listener.ending(ending.lease(), ending.reason(), ending.grace());
                case LeaseEnded ended -> listener.ended(ended.lease(), ended.reason(), ended.text());
            }
        }

        @Override
        public void disconnected(String reason) {
            listener.managerLost(reason);
        }
    }
}
