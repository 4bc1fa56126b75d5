package org.rfaas.client;

/**
 * The executor died or the connection to it broke; whether the invocation ran is unknown. The message says why as far as the
 * executor manager does: signal, limit, deadline. A new lease goes on.
 */
public final class ExecutorLostException extends InvocationException {
    private static final long serialVersionUID = 1L;

    ExecutorLostException(String message) {
        super(message);
    }
}
