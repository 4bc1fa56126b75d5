package org.rfaas.client;

import org.rfaas.control.ControlException;

/** A manager cannot be reached, has died, or does not answer. */
public final class ServiceUnreachableException extends LeaseException {
    private static final long serialVersionUID = 1L;

    ServiceUnreachableException(String what, ControlException cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
