package org.rfaas.experiment.harvest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A trace cannot be read; the message names file, line and reason. */
public final class TraceException extends IOException {
    private static final long serialVersionUID = 1;

    TraceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
