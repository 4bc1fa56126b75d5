package org.rfaas.client;

/** The lease was over when the invocation arrived; it did not run. */
public final class LeaseEndedException extends InvocationException {
    private static final long serialVersionUID = 1L;

    LeaseEndedException(String message) {
        super(message);
    }
}
