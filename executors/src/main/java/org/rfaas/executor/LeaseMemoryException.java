package org.rfaas.executor;

/** The lease's memory does not suffice. */
final class LeaseMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseMemoryException(String message) {
        super(message);
    }
}
