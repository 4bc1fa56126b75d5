package org.rfaas.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.rfaas.board.BoardReader;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlException;
import org.rfaas.control.ControlMessage.BoardOpened;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.LeaseGranted;
import org.rfaas.control.ControlMessage.LeasePage;
import org.rfaas.control.ControlMessage.LeasesGranted;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.NodePage;
import org.rfaas.control.ControlMessage.OpenBoard;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.control.LeaseRow;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.SignedCertificate;

/**
 * A connection to the resource manager. Every method blocks until the answer is there, and throws {@link
 * ServiceUnreachableException} when there is none; after that, connect anew. Any thread may call any method.
 */
public final class ResourceManagerClient implements AutoCloseable {
    private final ControlClient control;
    private final Duration timeout;

    private ResourceManagerClient(ControlClient control, Duration timeout) {
        this.control = control;
        this.timeout = timeout;
    }

    /**
     * Connects.
     *
     * @param fabric stays the caller's
     * @param timeout for connecting and for each answer
     * @throws ServiceUnreachableException when no resource manager serves there
     */
    public static ResourceManagerClient connect(Fabric fabric, FabricAddress manager, Duration timeout) {
        return ManagerCall.run(
                "no resource manager at " + manager
                        + "; check RFAAS_MANAGER or manager.address, and that rfaas manager or rfaas local runs there",
                () -> new ResourceManagerClient(
                        ControlClient.connect(fabric, manager, timeout, ControlClient.Listener.none()), timeout));
    }

    /**
     * Leases all that a request wants, or nothing; waits as long as the request is willing to. A request that names no user
     * is this process's user's.
     *
     * @return as many certificates as requested
     * @throws NoCapacityException when so much did not come free in time
     * @throws LeaseRefusedException when the request exceeds the cluster's limits
     */
    public List<LeaseGrant> leaseAll(LeaseRequest request) {
        LeaseRequest wanted = request.user().equals(LeaseRequest.NOBODY) ? request.of(CurrentUser.name()) : request;
        Duration deadline = timeout.plus(request.patience());
        long askedNs = System.nanoTime();
        LeasesGranted granted = ask(
                "the lease request failed",
                () -> control.call(new RequestLease(wanted), LeasesGranted.class, deadline));
        return granted.certificates().stream()
                .map(certificate -> LeaseGrant.of(certificate, askedNs, granted.waited()))
                .toList();
    }

    /** Like {@link #leaseAll} for one lease. */
    public LeaseGrant lease(LeaseRequest request) {
        return leaseAll(request.times(1, request.placement())).getFirst();
    }

    /**
     * Makes a lease last so long from now on, at least. The answer replaces the former certificate and must be shown to the
     * executor manager with {@link ExecutorManagerClient#extend}.
     *
     * @throws LeaseRefusedException when the lease has ended
     */
    public LeaseGrant renew(SignedCertificate certificate, Duration duration) {
        long askedNs = System.nanoTime();
        LeaseGranted granted = ask(
                "the renewal failed", () -> control.call(new RenewLease(certificate, duration), LeaseGranted.class));
        return LeaseGrant.of(granted.certificate(), askedNs);
    }

    /** Gives a lease back, whether or not it was allocated; harmless when it has ended. */
    public void release(SignedCertificate certificate) {
        ask("the release failed", () -> control.call(new ReleaseLease(certificate), Done.class));
    }

    /** All nodes the resource manager knows, by name. */
    public List<NodeTable.Row> nodes() {
        List<NodeTable.Row> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            String after = all.isEmpty() ? "" : all.getLast().capacity().name();
            NodePage page = ask("listing nodes failed", () -> control.call(new ListNodes(after), NodePage.class));
            all.addAll(page.nodes());
            more = page.more() && !page.nodes().isEmpty();
        }
        return all;
    }

    /** All leases that have not ended, oldest first. */
    public List<LeaseRow> leases() {
        List<LeaseRow> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            int skip = all.size();
            LeasePage page = ask("listing leases failed", () -> control.call(new ListLeases(skip), LeasePage.class));
            all.addAll(page.leases());
            more = page.more() && !page.leases().isEmpty();
        }
        return all;
    }

    /**
     * The availability board, read one-sided over this connection: as often as one likes, at no cost to the resource manager.
     * It throws {@link ControlException} when the connection is over.
     */
    public BoardReader board() {
        return ask("the board is not to be had", () -> {
            BoardOpened opened = control.call(new OpenBoard(), BoardOpened.class);
            return new BoardReader(control.attach(opened.region())::read);
        });
    }

    public boolean isConnected() {
        return control.isConnected();
    }

    @Override
    public void close() {
        control.close();
    }

    private static <R> R ask(String what, Supplier<R> call) {
        return ManagerCall.run(what, call);
    }
}
