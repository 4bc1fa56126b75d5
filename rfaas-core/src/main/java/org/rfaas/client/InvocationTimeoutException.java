package org.rfaas.client;

/** No answer within the time given. The invocation may still run; its slot stays taken until it answers. */
public final class InvocationTimeoutException extends InvocationException {
    private static final long serialVersionUID = 1L;

    InvocationTimeoutException(String message) {
        super(message);
    }
}
