package org.rfaas.wire;

import java.util.Optional;

/** What every worker can do without shipped code; codes below zero in an invocation header. */
public enum SystemFunction {
    /**
     * Makes a function callable. Input: {@code key 32 bytes, bufferId i32, bytes i32, deadline ns u64, [code,] entry UTF-8}.
     * The code is in the resident buffer, or, with {@link #IN_SLOT}, before the entry; {@link #NO_BUFFER} asks whether the
     * executor has it already. The entry is the symbol in a library, empty for a bundle. Output: {@code functionIndex i32}.
     */
    INSTALL(-1),
    /** Allocates a resident buffer. Input: {@code bytes u64}. Output: {@code bufferId i32, region descriptor}. */
    ALLOCATE(-2),
    /** Frees a resident buffer. Input: {@code bufferId i32}. */
    FREE(-3);

    /** In place of a resident buffer's id. */
    public static final int NO_BUFFER = -1;

    /** In place of a resident buffer's id. */
    public static final int IN_SLOT = -2;

    /** In place of a function's deadline: what its lease permits. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

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
