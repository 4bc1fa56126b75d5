package org.rfaas.offload;

import java.util.Map;
import java.util.Optional;
import org.rfaas.config.RfaasConfig;

/** Options of a rank where nothing is configured, whatever this machine's environment says. */
public final class DefaultOptions {
    private DefaultOptions() {}

    public static OffloadOptions of(OffloadMode mode) {
        return OffloadOptions.of(
                mode, RfaasConfig.load(Optional.empty(), Map.of()).offload());
    }
}
