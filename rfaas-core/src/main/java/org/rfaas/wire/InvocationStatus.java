package org.rfaas.wire;

import java.util.Optional;

/** Outcome of an invocation, as the code of a result header. */
public enum InvocationStatus {
    /** The payload is the function's output. */
    OK(0),
    /** No function or system function has that code. */
    UNKNOWN_FUNCTION(1),
    /** The claimed input, or the output the function returned, exceeds the slot. */
    PAYLOAD_TOO_LARGE(2),
    /** The function threw; the payload is a {@link FailureText}. */
    FUNCTION_FAILED(3),
    /** The lease is over; nothing was run. */
    LEASE_ENDED(4),
    /** A system function was refused; the payload is a {@link FailureText}. */
    REFUSED(5),
    /** The executor does not have the code to be installed: write it to a resident buffer and install it from there. */
    CODE_NEEDED(6),
    /** Code to be installed cannot be used; the payload is a {@link FailureText} with the problem's name as its type. */
    CODE_REFUSED(7);

    private final int code;

    InvocationStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Status of a received code; empty when the peer made it up. */
    public static Optional<InvocationStatus> of(int code) {
        for (InvocationStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
