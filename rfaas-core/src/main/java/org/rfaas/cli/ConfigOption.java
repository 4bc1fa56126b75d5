package org.rfaas.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.rfaas.config.RfaasConfig;
import picocli.CommandLine.Option;

/** {@code --config}, for commands to mix in. */
public final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; default: the one RFAAS_CONFIG names, if any.")
    private @Nullable Path file;

    /**
     * Reads the configuration.
     *
     * @throws org.rfaas.config.ConfigurationException when it is wrong
     */
    public RfaasConfig load() {
        return RfaasConfig.load(Optional.ofNullable(file), System.getenv());
    }

    /**
     * Reads the configuration as it was written, by key.
     *
     * @throws org.rfaas.config.ConfigurationException when it is wrong
     */
    public SortedMap<String, String> values() {
        return RfaasConfig.values(Optional.ofNullable(file), System.getenv());
    }
}
