package org.rfaas.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one provider would be used for on this machine, and why not for more.
 *
 * @param why one line
 */
public record FabricUse(FabricChoice.Candidate candidate, Peers peers, String why) {
    /** Whom a provider would be taken for. */
    public enum Peers {
        /** Peers on this host. */
        THIS_HOST,
        /** Peers on other hosts. */
        OTHER_HOSTS,
        /** All peers. */
        ALL,
        /** None. */
        NONE
    }

    /**
     * The use of every provider, best first.
     *
     * @throws ConfigurationException when {@code fabric.provider} names none
     */
    public static List<FabricUse> of(FabricConfig config) {
        @Nullable String forThisHost = null;
        @Nullable String forOtherHosts = null;
        List<FabricUse> uses = new ArrayList<>();
        for (FabricChoice.Candidate candidate : FabricChoice.candidates(config)) {
            String name = candidate.provider().name();
            boolean takesThisHost = candidate.eligible() && forThisHost == null;
            boolean takesOthers = candidate.eligible()
                    && forOtherHosts == null
                    && candidate.provider().reachesOtherHosts();
            forThisHost = takesThisHost ? name : forThisHost;
            uses.add(new FabricUse(
                    candidate,
                    peers(takesThisHost, takesOthers),
                    takesThisHost || takesOthers
                            ? "works here"
                            : whyNot(candidate, config, forOtherHosts == null ? forThisHost : forOtherHosts)));
            forOtherHosts = takesOthers ? name : forOtherHosts;
        }
        return uses;
    }

    private static Peers peers(boolean thisHost, boolean others) {
        if (thisHost) {
            return others ? Peers.ALL : Peers.THIS_HOST;
        }
        return others ? Peers.OTHER_HOSTS : Peers.NONE;
    }

    private static String whyNot(FabricChoice.Candidate candidate, FabricConfig config, @Nullable String taken) {
        if (!candidate.availability().usable()) {
            return candidate.availability().reason();
        }
        return candidate.allowed() ? taken + " comes first" : "fabric.provider is " + config.provider();
    }
}
