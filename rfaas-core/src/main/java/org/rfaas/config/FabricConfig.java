package org.rfaas.config;

import org.rfaas.fabric.FabricSettings;

/**
 * The keys {@code fabric.*}.
 *
 * @param provider name of a provider, or {@value FabricChoice#AUTO}
 * @param settings what providers are opened with
 */
public record FabricConfig(String provider, FabricSettings settings) {}
