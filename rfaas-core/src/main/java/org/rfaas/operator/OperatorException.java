package org.rfaas.operator;

import org.jspecify.annotations.Nullable;

/** The operators' interface refused, or did not answer; the one-line message says what to do. */
public final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OperatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
