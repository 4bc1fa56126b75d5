package org.rfaas.client;

import org.rfaas.control.RefusedException;

/** Not enough cores or memory are free. */
public final class NoCapacityException extends LeaseException {
    private static final long serialVersionUID = 1L;

    NoCapacityException(RefusedException refusal) {
        super(refusal.getMessage(), refusal);
    }
}
