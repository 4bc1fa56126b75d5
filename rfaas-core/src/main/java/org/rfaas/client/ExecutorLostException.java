package org.rfaas.client;

/** The executor died or the connection to it broke; whether the invocation ran is unknown. */
public final class ExecutorLostException extends InvocationException {
    private static final long serialVersionUID = 1L;

    ExecutorLostException(String message) {
        super(message);
    }
}
