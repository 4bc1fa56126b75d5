package org.rfaas.fabric.rdma;

/** {@code enum rdma_cm_event_type} (rdma_get_cm_event(3)), in its order. */
public enum CmEventType {
    ADDR_RESOLVED,
    ADDR_ERROR,
    ROUTE_RESOLVED,
    ROUTE_ERROR,
    CONNECT_REQUEST,
    CONNECT_RESPONSE,
    CONNECT_ERROR,
    UNREACHABLE,
    REJECTED,
    ESTABLISHED,
    DISCONNECTED,
    DEVICE_REMOVAL,
    MULTICAST_JOIN,
    MULTICAST_ERROR,
    ADDR_CHANGE,
    TIMEWAIT_EXIT,

    /** Not the kernel's: this side's fabric is being closed. */
    FABRIC_CLOSING;

    private static final CmEventType[] ALL = values();

    public static CmEventType of(int code) {
        return ALL[code];
    }

    /** Whether private data may come with it; of the others that field of the event is something else. */
    public boolean carriesData() {
        return this == CONNECT_REQUEST || this == ESTABLISHED || this == REJECTED;
    }

    /** Whether a connection that hears of it has ended. */
    boolean endsConnection() {
        return switch (this) {
            case DISCONNECTED, DEVICE_REMOVAL, REJECTED, UNREACHABLE, CONNECT_ERROR -> true;
            default -> false;
        };
    }
}
