package org.rfaas.fabric;

import org.jspecify.annotations.Nullable;

/** A location at which this machine can never listen: malformed, or of a machine, an interface or a family it has not. */
public final class LocationException extends FabricException {
    private static final long serialVersionUID = 1L;

    public LocationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
