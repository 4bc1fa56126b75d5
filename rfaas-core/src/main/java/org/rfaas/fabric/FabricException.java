package org.rfaas.fabric;

import org.jspecify.annotations.Nullable;

/** A control-path operation failed. The message names the operation, its object, the cause and where known the remedy. */
public class FabricException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    public FabricException(String message) {
        this(message, 0, null);
    }

    public FabricException(String message, @Nullable Throwable cause) {
        this(message, 0, cause);
    }

    public FabricException(String message, int errno, @Nullable Throwable cause) {
        super(message, cause);
        this.errno = errno;
    }

    /** The operating system's error number (errno(3)), or 0 when the failure did not come from a system call. */
    public int errno() {
        return errno;
    }
}
