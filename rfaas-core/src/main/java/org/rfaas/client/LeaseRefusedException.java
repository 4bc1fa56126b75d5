package org.rfaas.client;

import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;

/** A manager refused; {@link #code} says why. */
public final class LeaseRefusedException extends LeaseException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    LeaseRefusedException(RefusedException refusal) {
        super(refusal.getMessage(), refusal);
        this.code = refusal.code();
    }

    public RefusalCode code() {
        return code;
    }
}
