package org.rfaas.client;

import org.rfaas.wire.FailureText;

/** The function threw. */
public final class RemoteFunctionException extends InvocationException {
    private static final long serialVersionUID = 1L;

    private final String remoteType;
    private final String remoteMessage;
    private final String remoteStackTrace;

    RemoteFunctionException(FailureText failure) {
        super("function failed on the worker: " + failure.type()
                + (failure.message().isEmpty() ? "" : ": " + failure.message()));
        this.remoteType = failure.type();
        this.remoteMessage = failure.message();
        this.remoteStackTrace = failure.trace();
    }

    /** Class name of what was thrown on the worker. */
    public String remoteType() {
        return remoteType;
    }

    /** Its message, empty when it had none. */
    public String remoteMessage() {
        return remoteMessage;
    }

    /** Its stack trace, cut to what a slot holds. */
    public String remoteStackTrace() {
        return remoteStackTrace;
    }
}
