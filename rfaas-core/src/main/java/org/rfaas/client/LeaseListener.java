package org.rfaas.client;

import java.time.Duration;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;

/** Hears of leases that end without the client's doing. Called in order, on virtual threads. */
public interface LeaseListener {
    /** The lease is about to end; invocations that run may finish within the grace, further ones are refused. */
    void ending(LeaseId lease, EndReason reason, Duration grace);

    /** Nothing of the lease runs any more. */
    void ended(LeaseId lease, EndReason reason, String text);

    /** The executor manager is gone, and with it every lease allocated over this connection. The last call. */
    void managerLost(String reason);

    /** A listener for callers that learn of a lease's end from its invocations. */
    static LeaseListener none() {
        return new LeaseListener() {
            @Override
            public void ending(LeaseId lease, EndReason reason, Duration grace) {}

            @Override
            public void ended(LeaseId lease, EndReason reason, String text) {}

            @Override
            public void managerLost(String reason) {}
        };
    }
}
