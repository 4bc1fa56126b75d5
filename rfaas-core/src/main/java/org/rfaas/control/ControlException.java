package org.rfaas.control;

/** A control message got no answer: the peer is gone, cannot be reached, or took too long. */
public class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ControlException(String message) {
        super(message);
    }

    public ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
