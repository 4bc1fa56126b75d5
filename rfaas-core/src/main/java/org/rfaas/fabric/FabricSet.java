package org.rfaas.fabric;

import java.util.HashMap;
import java.util.Map;

/** Fabrics by provider, opened when first asked for: shm to the workers of this host and a network to all others. */
public final class FabricSet implements AutoCloseable {
    private final FabricSettings settings;
    private final Map<String, Fabric> byProvider = new HashMap<>();
    private final OpenResources opened = new OpenResources();

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
        return byProvider.computeIfAbsent(provider, name -> opened.add(Fabrics.open(name, settings)));
    }

    @Override
    public synchronized void close() {
        byProvider.clear();
        opened.close();
    }
}
