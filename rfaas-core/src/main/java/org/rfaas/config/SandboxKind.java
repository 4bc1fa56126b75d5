package org.rfaas.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values of {@code executor.sandbox}. */
public enum SandboxKind {
    BWRAP,
    PODMAN,
    NONE;

    static SandboxKind parse(String text) {
        for (SandboxKind kind : values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("executor.sandbox = '" + text + "' is none of "
                + Arrays.stream(values()).map(SandboxKind::toString).collect(Collectors.joining(", ")));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
