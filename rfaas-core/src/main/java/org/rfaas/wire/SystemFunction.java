package org.rfaas.wire;

import java.util.Optional;

/** What every worker can do without shipped code; codes below zero in an invocation header. */
public enum SystemFunction {
    /** Makes a function callable. Input: {@link InstallRequest}. Output: {@code functionIndex i32}. */
    INSTALL(-1),
    /** Allocates a resident buffer. Input: {@code bytes u64}. Output: {@link AllocatedBuffer}. */
    ALLOCATE(-2),
    /** Frees a resident buffer. Input: {@code bufferId i32}. */
    FREE(-3);

    private final int code;

    SystemFunction(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<SystemFunction> of(int code) {
        for (SystemFunction function : values()) {
            if (function.code == code) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
