package org.rfaas.fabric.disni;

/** {@code enum rdma_cm_event_type} (rdma_get_cm_event(3)), in its order. */
enum CmEventType {
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

    static CmEventType of(int code) {
        return ALL[code];
    }
}
