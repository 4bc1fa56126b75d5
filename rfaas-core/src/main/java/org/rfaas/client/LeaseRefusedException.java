package org.rfaas.client;

import org.rfaas.control.ControlMessage.Refused;
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

    /** An executor that was allocated has died before anybody could use it, which is as good as refused. */
    static LeaseRefusedException executorFailed(String story, Throwable cause) {
        LeaseRefusedException refused = new LeaseRefusedException(new RefusedException(
                new Refused(RefusalCode.EXECUTOR_FAILED, "the executor died before its client came: " + story)));
        refused.addSuppressed(cause);
        return refused;
    }

    public RefusalCode code() {
        return code;
    }
}
