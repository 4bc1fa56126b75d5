package org.rfaas.fabric;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds and opens providers; the only place that knows which exist. */
public final class Fabrics {
    private Fabrics() {}

    /** All providers beside this class on the class path, in no particular order. */
    public static List<FabricProvider> providers() {
        return Found.PROVIDERS;
    }

    /**
     * Opens a provider by name, with the settings that hold where nobody says otherwise.
     *
     * @throws FabricException when there is no such provider or it cannot serve here
     */
    public static Fabric open(String name) {
        return open(name, FabricSettings.DEFAULTS);
    }

    /**
     * Opens a provider by name.
     *
     * @param name the value of the key {@code fabric.provider}, or the provider of a {@link FabricAddress}
     * @throws FabricException when there is no such provider or it cannot serve here
     */
    public static Fabric open(String name, FabricSettings settings) {
        FabricProvider provider = provider(name);
        FabricProvider.Availability availability = provider.probe(settings);
        if (!availability.usable()) {
            throw new FabricException("fabric provider '" + name + "' is not usable: " + availability.reason());
        }
        return provider.open(settings);
    }

    /**
     * Opens a provider at a place that was reserved for this process.
     *
     * @throws FabricException when there is no such provider, or it cannot serve there
     */
    public static Fabric openAt(String name, Path place) {
        return provider(name).openAt(place);
    }

    /**
     * A provider by name.
     *
     * @throws FabricException when there is no such provider
     */
    public static FabricProvider provider(String name) {
        List<FabricProvider> all = providers();
        return all.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FabricException("unknown fabric provider '" + name + "'; known: "
                        + all.stream().map(FabricProvider::name).sorted().collect(Collectors.joining(", "))));
    }

    /** Looked for once: they have no state, and leases wait for who asks for one by name. */
    private static final class Found {
        private static final List<FabricProvider> PROVIDERS =
                ServiceLoader.load(FabricProvider.class, Fabrics.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }
}
