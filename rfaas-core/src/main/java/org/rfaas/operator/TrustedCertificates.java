package org.rfaas.operator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.rfaas.config.ConfigurationException;
import org.rfaas.file.FileProblem;

/** The certificates that commands trust, of the file {@code operator.trusted-certificates}. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * TLS that trusts these alone.
     *
     * @param file certificates in PEM, at least one
     * @throws ConfigurationException when the file cannot be read, or is something else
     */
    static SSLContext tls(Path file) {
        Collection<? extends Certificate> certificates = read(file);
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + number, certificate);
                number++;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every JDK can trust a certificate", e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "certificates in " + file + " cannot be read: " + FileProblem.reason(e)
                            + "; set operator.trusted-certificates",
                    e);
        }
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
            if (certificates.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new ConfigurationException(
                    file + " has no certificates in PEM; set operator.trusted-certificates to what keytool -exportcert"
                            + " -rfc has written",
                    e);
        }
    }
}
