package org.rfaas.apps.harness;

/** Ends the run on all ranks, because what the user gave cannot be worked on. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isTold;

    RefusedException(String message, boolean isTold) {
        super(message);
        this.isTold = isTold;
    }

    /** Whether this rank tells the user. */
    boolean isTold() {
        return isTold;
    }
}
