package org.rfaas.lease;

/** Why a lease ended. */
public enum EndReason {
    /** The client gave it back or disconnected. */
    RELEASED,
    /** Its time was up. */
    EXPIRED,
    /** The operator or the resource manager took it back. */
    REVOKED,
    /** The executor or its node died. */
    LOST
}
