package org.rfaas.offload.worker;

/** No worker can be leased now; the message says why, in the words an operator needs. */
public final class NoWorkersException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isByLimit;

    public NoWorkersException(String message) {
        super(message);
        this.isByLimit = false;
    }

    /** @param isByLimit see {@link #isByLimit} */
    public NoWorkersException(String message, boolean isByLimit, Throwable cause) {
        super(message, cause);
        this.isByLimit = isByLimit;
    }

    /** Whether it is more than the rank may have, whatever is free: no {@link Capacity} shows when that changes. */
    public boolean isByLimit() {
        return isByLimit;
    }
}
