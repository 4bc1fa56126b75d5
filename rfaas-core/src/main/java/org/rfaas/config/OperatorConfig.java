package org.rfaas.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The keys {@code operator.*}.
 *
 * @param tokenFile empty when no operators are served
 * @param keyStore empty for plain HTTP
 * @param address where commands find it
 * @param trustedCertificates PEM file of what commands trust; empty for those the JDK does
 */
public record OperatorConfig(
        Optional<Path> tokenFile,
        String host,
        int port,
        Optional<Path> keyStore,
        Optional<Path> keyStorePasswordFile,
        Optional<URI> address,
        Optional<Path> trustedCertificates) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

    public OperatorConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("operator.port " + port + " is not in 0..65535");
        }
        servedAt(keyStore.isPresent(), host, port); // a host that is none is refused at once
        if (keyStore.isPresent() != keyStorePasswordFile.isPresent()) {
            throw new IllegalArgumentException("operator.key-store and operator.key-store-password-file go together");
        }
        address.ifPresent(uri -> {
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException("operator.address '" + uri + "' is not http://host:port");
            }
        });
    }

    /**
     * Where commands find the resource manager's operators' interface.
     *
     * @throws ConfigurationException when nothing says it but the host, and that is every address of a machine
     */
    public URI target() {
        return address.orElseGet(() -> {
            if (EVERYWHERE.contains(host)) {
                throw new ConfigurationException("operator.host " + host
                        + " is no address to ask; set operator.address to https://HOST:" + port
                        + " with a host that the certificate names");
            }
            return servedAt(keyStore.isPresent(), host, port);
        });
    }

    /**
     * The address of an operators' interface, with brackets around an IPv6 host.
     *
     * @throws IllegalArgumentException when the host is none
     */
    public static URI servedAt(boolean tls, String host, int port) {
        try {
            return new URI(tls ? "https" : "http", null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "operator.host '" + host + "' is neither a host's name nor its address", e);
        }
    }

    /**
     * The file with the token.
     *
     * @throws ConfigurationException when none is configured
     */
    public Path requireTokenFile() {
        return tokenFile.orElseThrow(() -> new ConfigurationException(
                "no operators' token; set operator.token-file to the file that the resource manager has, or a copy"));
    }
}
