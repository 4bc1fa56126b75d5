package org.rfaas.client;

import org.jspecify.annotations.Nullable;

/** Leasing or allocating did not work; the subclass says how, the message what to do. */
public sealed class LeaseException extends RuntimeException
        permits LeaseRefusedException, NoCapacityException, ServiceUnreachableException {
    private static final long serialVersionUID = 1L;

    LeaseException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
