package org.rfaas.fabric;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fabrics by provider, opened when first asked for: shm to the workers of this host and a network to all others. */
public final class FabricSet implements AutoCloseable {
    private final Map<String, Fabric> opened = new LinkedHashMap<>();

    private final FabricSettings settings;

    /** Opens nothing yet. */
    public FabricSet(FabricSettings settings) {
        this.settings = settings;
    }

    /**
     * The fabric of a provider.
     *
     * @throws FabricException when it cannot be opened
     */
    public synchronized Fabric get(String provider) {
        return opened.computeIfAbsent(provider, name -> Fabrics.open(name, settings));
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(Fabric::close);
        opened.clear();
    }
}
