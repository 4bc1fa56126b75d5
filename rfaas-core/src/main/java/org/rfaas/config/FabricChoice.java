package org.rfaas.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.Fabrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses and opens the provider that {@code fabric.provider} asks for. */
public final class FabricChoice {
    /** Value of the key that leaves the choice to us. */
    public static final String AUTO = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(FabricChoice.class);

    /** Fastest first; providers not named here come last. */
    private static final List<String> PREFERENCE = List.of("shm", "verbs", "disni", "tcp");

    private FabricChoice() {}

    /**
     * A provider as it stands on this machine.
     *
     * @param allowed whether {@code fabric.provider} lets it be used
     */
    public record Candidate(FabricProvider provider, FabricProvider.Availability availability, boolean allowed) {
        /** Whether it is one to choose. */
        public boolean eligible() {
            return allowed && availability.usable();
        }
    }

    /**
     * All providers, best first.
     *
     * @throws ConfigurationException when {@code fabric.provider} names none
     */
    public static List<Candidate> candidates(FabricConfig config) {
        List<FabricProvider> providers = Fabrics.providers().stream()
                .sorted(Comparator.comparingInt(FabricChoice::rank))
                .toList();
        boolean auto = config.provider().equals(AUTO);
        if (!auto && providers.stream().noneMatch(provider -> provider.name().equals(config.provider()))) {
            throw new ConfigurationException("fabric.provider is '" + config.provider() + "'; known: " + AUTO + ", "
                    + providers.stream().map(FabricProvider::name).collect(Collectors.joining(", ")));
        }
        return providers.stream()
                .map(provider -> new Candidate(
                        provider,
                        provider.probe(config.settings()),
                        auto || provider.name().equals(config.provider())))
                .toList();
    }

    /**
     * Opens the provider to serve with, and logs which and why.
     *
     * @throws ConfigurationException when {@code fabric.provider} names none
     * @throws FabricException when there is none that works here
     */
    public static Fabric open(FabricConfig config) {
        List<Candidate> eligible = eligible(config);
        FabricProvider chosen = eligible.getFirst().provider();
        if (config.provider().equals(AUTO)) {
            LOG.info(
                    "fabric provider {}: the first of {} that works here; set fabric.provider for another",
                    chosen.name(),
                    PREFERENCE);
        } else {
            LOG.info("fabric provider {}: fabric.provider says so", chosen.name());
        }
        return chosen.open(config.settings());
    }

    /**
     * What to offer a peer, best first: everything that works here, or only what is configured.
     *
     * @throws ConfigurationException when {@code fabric.provider} names none
     * @throws FabricException when nothing of it works here
     */
    public static List<FabricOffer> offers(FabricConfig config) {
        return eligible(config).stream()
                .map(Candidate::provider)
                .map(provider -> new FabricOffer(provider.name(), provider.reach()))
                .toList();
    }

    private static List<Candidate> eligible(FabricConfig config) {
        List<Candidate> eligible = new ArrayList<>(candidates(config));
        String reasons = eligible.stream()
                .filter(Candidate::allowed)
                .map(candidate -> candidate.provider().name() + ": "
                        + candidate.availability().reason())
                .collect(Collectors.joining("; "));
        eligible.removeIf(candidate -> !candidate.eligible());
        if (eligible.isEmpty()) {
            throw new FabricException(
                    "fabric.provider is " + config.provider() + ", which does not work on this machine: " + reasons);
        }
        return eligible;
    }

    private static int rank(FabricProvider provider) {
        int at = PREFERENCE.indexOf(provider.name());
        return at < 0 ? PREFERENCE.size() : at;
    }
}
