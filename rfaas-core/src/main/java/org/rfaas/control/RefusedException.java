package org.rfaas.control;

import org.rfaas.control.ControlMessage.Refused;

/** The peer understood a request and refused it. */
public final class RefusedException extends ControlException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    public RefusedException(Refused refusal) {
        super(refusal.text());
        this.code = refusal.code();
    }

    public RefusalCode code() {
        return code;
    }
}
