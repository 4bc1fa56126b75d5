package org.rfaas.offload.worker;

/** The worker cannot be used any more: its executor died, its lease ended, or it did not answer in time. */
public final class WorkerLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WorkerLostException(String message) {
        super(message);
    }

    public WorkerLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
