package org.rfaas.offload.worker;

/** The worker could not do what was asked, for instance because the kernel threw; it can be asked something else. */
public final class RemoteFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RemoteFailureException(String message) {
        super(message);
    }

    public RemoteFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
