package org.rfaas.client;

/** The worker has no such function. */
public final class UnknownFunctionException extends InvocationException {
    private static final long serialVersionUID = 1L;

    UnknownFunctionException(String message) {
        super(message);
    }
}
