package org.rfaas.config;

import org.jspecify.annotations.Nullable;

/** The configuration is wrong; the one-line message names file and key. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
