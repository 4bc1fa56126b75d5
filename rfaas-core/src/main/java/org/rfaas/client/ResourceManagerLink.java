package org.rfaas.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rfaas.board.BoardReader;
import org.rfaas.control.ControlException;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSet;
import org.rfaas.lease.LeaseRequest;

/**
 * The way to the resource manager for those who outlive one connection to it: connects when first used, and anew when the
 * connection has ended, so leases can be renewed after the resource manager was restarted. Any thread may call any method, but only one
 * at a time {@link #available}.
 */
public final class ResourceManagerLink implements AutoCloseable {
    private final FabricSet fabrics;
    private final FabricAddress manager;
    private final Duration timeout;
    private @Nullable ResourceManagerClient connected;
    private @Nullable BoardReader board;
    private @Nullable ResourceManagerClient boardOf;
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param fabrics has the provider that the address names; stays the caller's
     * @param timeout for connecting and for each answer
     */
    public ResourceManagerLink(FabricSet fabrics, FabricAddress manager, Duration timeout) {
        this.fabrics = fabrics;
        this.manager = manager;
        this.timeout = timeout;
    }

    /**
     * Leases cores of one node.
     *
     * @throws NoCapacityException when no node has so much free, or had not in the time the request waits
     * @throws LeaseException when the request exceeds the cluster's limits, or the resource manager cannot be reached
     * @throws org.rfaas.fabric.FabricException when the provider of its address does not work here
     */
    public LeaseGrant lease(LeaseRequest request) {
        return client().lease(request);
    }

    /**
     * Makes a lease last so long from now on, at least; see {@link ResourceManagerClient#renew}.
     *
     * @throws LeaseException when the lease has ended, or the resource manager cannot be reached
     */
    public LeaseGrant renew(LeaseGrant lease, Duration duration) {
        return client().renew(lease.certificate(), duration);
    }

    /**
     * Gives a lease back; harmless when it has ended.
     *
     * @throws LeaseException when the resource manager cannot be reached
     */
    public void release(LeaseGrant lease) {
        client().release(lease.certificate());
    }

    /**
     * What could be leased now, read from the board one-sided. One thread at a time.
     *
     * @param bytesPerCore memory that each core is to have
     * @throws LeaseException when the resource manager cannot be reached
     */
    public BoardReader.Leasable available(long bytesPerCore) {
        ResourceManagerClient client = client();
        BoardReader reader = board;
        if (reader == null || !client.equals(boardOf)) {
            reader = client.board();
            board = reader;
            boardOf = client;
        }
        BoardReader opened = reader;
        return ManagerCall.run("the board cannot be read", () -> opened.leasable(bytesPerCore));
    }

    private synchronized ResourceManagerClient client() {
        if (closed) {
            throw new ServiceUnreachableException(
                    "no resource manager at " + manager, new ControlException("this side has closed the link"));
        }
        ResourceManagerClient client = connected;
        if (client != null && !client.isConnected()) {
            connected = null;
            client.close();
            client = null;
        }
        if (client == null) {
            client = ResourceManagerClient.connect(fabrics.get(manager.provider()), manager, timeout);
            connected = client;
        }
        return client;
    }

    /** Disconnects; calls fail from now on. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        ResourceManagerClient client = connected;
        connected = null;
        if (client != null) {
            client.close();
        }
    }
}
