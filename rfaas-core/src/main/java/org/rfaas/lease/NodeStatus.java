package org.rfaas.lease;

/** How a node is. The order is part of the control protocol: append only. */
public enum NodeStatus {
    /** Registered; its free cores can be leased. */
    ONLINE,
    /** Registered, nothing new is leased there, and leases still run. */
    DRAINING,
    /** Registered, nothing new is leased there, and nothing runs any more. */
    DRAINED,
    /** Its connection has ended; it has some time to come back before it counts as lost. */
    AWAY,
    /** Silent for too long; its leases have ended, and it may come back. */
    LOST;

    /** Whether its executor manager is connected. */
    public boolean isConnected() {
        return switch (this) {
            case ONLINE, DRAINING, DRAINED -> true;
            case AWAY, LOST -> false;
        };
    }
}
