package org.rfaas.executor.manager;

import org.jspecify.annotations.Nullable;

/** An executor did not come to life; the message has what it said. */
public final class ExecutorStartException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExecutorStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
