package org.rfaas.fabric;

import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Says for people why something failed; for providers. */
public final class Cause {
    private Cause() {}

    /** The message, or what stands for one: exceptions of channels have none. */
    public static String of(Throwable failure) {
        @Nullable String message = failure.getMessage();
        if (message != null) {
            return message;
        }
        return switch (failure) {
            case ClosedByInterruptException _ -> "interrupted";
            case ClosedChannelException _ -> "the connection was closed";
            default -> failure.getClass().getSimpleName();
        };
    }
}
