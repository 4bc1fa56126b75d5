package org.rfaas.operator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the operators' interface is served.
 *
 * @param host address to listen at; loopback unless operators come from elsewhere
 * @param port 0 for a free one
 * @param token what operators have to show
 * @param tls empty for plain HTTP
 */
public record OperatorOptions(String host, int port, BearerToken token, Optional<Tls> tls) {
    /**
     * Where the certificate is.
     *
     * @param keyStore PKCS#12 file with the server's key and certificate
     * @param passwordFile its first line is the password
     */
    public record Tls(Path keyStore, Path passwordFile) {}

    public OperatorOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("operator.port " + port + " is not in 0..65535");
        }
    }
}
