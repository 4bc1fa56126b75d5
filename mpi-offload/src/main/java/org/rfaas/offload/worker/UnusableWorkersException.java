package org.rfaas.offload.worker;

/** Workers were granted and are of no use: their node cannot be reached, or does not take the lease. */
public final class UnusableWorkersException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableWorkersException(String message, Throwable cause) {
        super(message, cause);
    }
}
