package org.rfaas.offload.worker;

/** No worker can be leased now; the message says why, in the words an operator needs. */
public final class NoWorkersException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoWorkersException(String message) {
        super(message);
    }

    public NoWorkersException(String message, Throwable cause) {
        super(message, cause);
    }
}
