package org.rfaas.config;

import java.util.Comparator;
import java.util.List;
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
     * Opens the provider to serve with.
     *
     * @throws FabricException when there is none, or it does not work here
     */
    public static Fabric open(String configured) {
        if (!configured.equals(AUTO)) {
            return Fabrics.open(configured);
        }
        FabricProvider chosen = Fabrics.providers().stream()
                .filter(provider -> provider.probe().usable())
                .min(Comparator.comparingInt(FabricChoice::rank))
                .orElseThrow(() -> new FabricException("no fabric provider works on this machine; "
                        + "set fabric.provider to the one you expect to see why"));
        LOG.info("fabric provider {}: the first of {} that works here", chosen.name(), PREFERENCE);
        return chosen.open();
    }

    /**
     * What to offer a peer, best first: everything that works here, or only what is configured.
     *
     * @throws FabricException when that does not work here
     */
    public static List<FabricOffer> offers(String configured) {
        List<FabricOffer> offers = Fabrics.providers().stream()
                .filter(provider -> configured.equals(AUTO) || configured.equals(provider.name()))
                .filter(provider -> provider.probe().usable())
                .sorted(Comparator.comparingInt(FabricChoice::rank))
                .map(provider -> new FabricOffer(provider.name(), provider.reach()))
                .toList();
        if (offers.isEmpty()) {
            throw new FabricException("fabric.provider is " + configured + ", which does not work on this machine");
        }
        return offers;
    }

    private static int rank(FabricProvider provider) {
        int at = PREFERENCE.indexOf(provider.name());
        return at < 0 ? PREFERENCE.size() : at;
    }
}
