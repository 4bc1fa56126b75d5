package org.rfaas.fabric;

import java.util.regex.Pattern;

/**
 * Where a {@link Listener} can be reached: {@code provider:location}.
 *
 * @param provider name of the provider, for example {@code shm}
 * @param location the provider's own notation: a socket path for {@code shm}, {@code host:port} for networks
 */
public record FabricAddress(String provider, String location) {
    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9]{0,15}");

    public FabricAddress {
        if (!PROVIDER.matcher(provider).matches() || location.isBlank()) {
            throw malformed(provider + ":" + location);
        }
    }

    /**
     * Parses {@code provider:location}.
     *
     * @throws IllegalArgumentException when the text has no provider or no location
     */
    public static FabricAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw malformed(text);
        }
        return new FabricAddress(text.substring(0, colon), text.substring(colon + 1));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no fabric address; expected PROVIDER:LOCATION, as in tcp:10.0.0.1:7000");
    }

    @Override
    public String toString() {
        return provider + ":" + location;
    }
}
