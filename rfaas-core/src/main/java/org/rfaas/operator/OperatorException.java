package org.rfaas.operator;

import org.jspecify.annotations.Nullable;

/** The operators' interface refused, or did not answer; the one-line message says what to do. */
public final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isRefusal;

    OperatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.isRefusal = false;
    }

    private OperatorException(String message) {
        super(message);
        this.isRefusal = true;
    }

    static OperatorException refused(String message) {
        return new OperatorException(message);
    }

    /** Whether the interface answered; another request may be granted. */
    public boolean isRefusal() {
        return isRefusal;
    }
}
