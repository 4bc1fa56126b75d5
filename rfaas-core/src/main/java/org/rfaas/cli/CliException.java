package org.rfaas.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rfaas.file.FileProblem;

/** Ends a command with one line on standard error and an exit code. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CliException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command did not work: exit code 1. */
    public static CliException failed(String message, @Nullable Throwable cause) {
        return new CliException(1, message, cause);
    }

    /**
     * A file could not be read or written: exit code 1.
     *
     * @param what for example {@code cannot write x}
     */
    public static CliException ofFile(String what, IOException cause) {
        return new CliException(1, what + ": " + FileProblem.reason(cause), cause);
    }

    /** The command was used wrongly: exit code 2. */
    public static CliException misused(String message) {
        return new CliException(2, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
