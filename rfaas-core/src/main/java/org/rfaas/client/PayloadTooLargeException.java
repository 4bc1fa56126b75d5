package org.rfaas.client;

/** The input does not fit into a slot, or the function's output did not. */
public final class PayloadTooLargeException extends InvocationException {
    private static final long serialVersionUID = 1L;

    PayloadTooLargeException(String message) {
        super(message);
    }
}
