package org.rfaas.client;

/** The worker refused to install a function or to allocate a buffer, for the reason in the message. */
public final class RequestRefusedException extends InvocationException {
    private static final long serialVersionUID = 1L;

    RequestRefusedException(String message) {
        super(message);
    }
}
