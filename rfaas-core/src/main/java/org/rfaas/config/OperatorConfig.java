package org.rfaas.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

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
    public OperatorConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("operator.port " + port + " is not in 0..65535");
        }
        if (keyStore.isPresent() != keyStorePasswordFile.isPresent()) {
            throw new IllegalArgumentException("operator.key-store and operator.key-store-password-file go together");
        }
        address.ifPresent(uri -> {
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException("operator.address '" + uri + "' is not http://host:port");
            }
        });
    }

    /** Where commands find the resource manager's operators' interface. */
    public URI target() {
        String scheme = keyStore.isPresent() ? "https" : "http";
        return address.orElseGet(() -> URI.create(scheme + "://" + host + ":" + port));
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
