package org.rfaas.offload.worker;

import java.util.Optional;

/**
 * Where workers come from. One background thread seeks them, which may block; another one looks after the leases, and closes
 * this when nobody seeks any more.
 */
public interface WorkerSource extends AutoCloseable {
    /**
     * Leases workers and connects to them.
     *
     * @param workers how many are wanted, at least 1; the lease may have fewer
     * @throws NoWorkersException when there are none now
     * @throws UnusableWorkersException when there were some, which have been given back
     */
    WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException;

    /** What could be leased now, to be looked at often and at no cost to others; empty when nobody can tell. */
    default Optional<Capacity> capacity() {
        return Optional.empty();
    }

    @Override
    void close();
}
