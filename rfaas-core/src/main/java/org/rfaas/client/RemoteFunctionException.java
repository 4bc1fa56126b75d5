package org.rfaas.client;

import org.rfaas.wire.FailureText;

/** The function threw. */
public final class RemoteFunctionException extends InvocationException {
    private static final long serialVersionUID = 1L;

    /** A function may say as much as fits a slot; in the message of this, and so in logs, there is no more of it. */
    private static final int LONGEST = 1000;

    private final String remoteType;
    private final String remoteMessage;
    private final String remoteStackTrace;

    RemoteFunctionException(FailureText failure) {
        super("function failed on the worker: " + failure.type()
                + (failure.message().isEmpty() ? "" : ": " + shortened(failure.message())));
        this.remoteType = failure.type();
        this.remoteMessage = failure.message();
        this.remoteStackTrace = failure.trace();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + " …";
    }

    /** Class name of what was thrown on the worker. */
    public String remoteType() {
        return remoteType;
    }

    /** Its message, all of what a slot holds, empty when it had none. */
    public String remoteMessage() {
        return remoteMessage;
    }

    /** Its stack trace, cut to what a slot holds. */
    public String remoteStackTrace() {
        return remoteStackTrace;
    }
}
