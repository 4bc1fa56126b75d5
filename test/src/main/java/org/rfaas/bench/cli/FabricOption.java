package org.rfaas.bench.cli;

import picocli.CommandLine.Option;

/** The fabric that a benchmark measures. */
final class FabricOption {
    @Option(
            names = "--fabric",
            paramLabel = "NAME",
            converter = ProviderName.class,
            defaultValue = "shm",
            description = "fabric provider (default: ${DEFAULT-VALUE})")
    private String provider = "shm";

    String provider() {
        return provider;
    }
}
