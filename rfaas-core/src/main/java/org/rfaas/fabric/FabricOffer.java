package org.rfaas.fabric;

/**
 * A provider that one side would use with a peer.
 *
 * @param provider its name
 * @param reach its {@link FabricProvider#reach} there
 */
public record FabricOffer(String provider, String reach) {
    /** Longest of either text. */
    public static final int MAX_LENGTH = 100;

    public FabricOffer {
        if (provider.length() > MAX_LENGTH || reach.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an offer of " + provider + " with a reach of " + reach.length() + " bytes");
        }
    }
}
