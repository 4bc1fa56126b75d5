package org.rfaas.cli;

import org.rfaas.config.ConfigurationException;
import org.rfaas.config.RfaasConfig;
import org.rfaas.lease.ClusterKey;

/** Reads the cluster key for a manager. */
public final class KeyFile {
    private KeyFile() {}

    /**
     * The key of the configured file.
     *
     * @throws ConfigurationException when none is configured, or it cannot be used
     */
    public static ClusterKey read(RfaasConfig config) {
        try {
            return ClusterKey.read(config.keyFile()
                    .orElseThrow(() -> new ConfigurationException(
                            "no cluster key; set security.key-file to a file of at least 32 random bytes, mode 0600")));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }
}
