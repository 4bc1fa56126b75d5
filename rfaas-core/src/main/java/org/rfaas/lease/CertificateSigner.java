package org.rfaas.lease;

import java.time.Duration;

/** Signs certificates, and verifies them without asking anyone. Safe for any thread. */
public final class CertificateSigner {
    /** How far the clocks of two nodes may differ before a fresh certificate is refused. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    private static final String PURPOSE = "rfaas lease certificate 2";

    private final ClusterKey key;

    public CertificateSigner(ClusterKey key) {
        this.key = key;
    }

    public SignedCertificate sign(LeaseCertificate certificate) {
        return new SignedCertificate(certificate, key.authenticate(PURPOSE, certificate.canonicalBytes()));
    }

    /**
     * Verifies origin and content, at any time and on any node.
     *
     * @throws CertificateException when the tag does not fit
     */
    public LeaseCertificate verifyOrigin(SignedCertificate signed) {
        LeaseCertificate certificate = signed.certificate();
        if (!key.isAuthentic(PURPOSE, certificate.canonicalBytes(), signed.tag())) {
            throw new CertificateException(
                    CertificateProblem.FORGED,
                    "the certificate of lease " + certificate.lease()
                            + " is not signed with this cluster's key; give every manager the same security.key-file");
        }
        return certificate;
    }

    /**
     * Verifies that a certificate grants its holder cores of this node now.
     *
     * @param nodeName name of this node
     * @param incarnation of its executor manager
     * @param nowMs milliseconds since the epoch
     * @throws CertificateException when it does not
     */
    public LeaseCertificate verify(SignedCertificate signed, String nodeName, long incarnation, long nowMs) {
        LeaseCertificate certificate = verifyOrigin(signed);
        if (!certificate.nodeName().equals(nodeName)) {
            throw new CertificateException(
                    CertificateProblem.WRONG_NODE,
                    "lease " + certificate.lease() + " is for node " + certificate.nodeName() + ", not " + nodeName);
        }
        if (certificate.incarnation() != incarnation) {
            throw new CertificateException(
                    CertificateProblem.OUTDATED,
                    "lease " + certificate.lease() + " is from before the executor manager of node " + nodeName
                            + " started; request a new one");
        }
        if (nowMs >= certificate.expiresAtMs()) {
            throw new CertificateException(
                    CertificateProblem.EXPIRED,
                    "lease " + certificate.lease() + " expired " + (nowMs - certificate.expiresAtMs())
                            + " ms ago; renew a lease before it ends, or request a new one. If it was not that old,"
                            + " synchronise the clocks of node " + nodeName + " and the resource manager");
        }
        if (certificate.issuedAtMs() - nowMs > CLOCK_TOLERANCE.toMillis()) {
            throw new CertificateException(
                    CertificateProblem.NOT_YET_VALID,
                    "lease " + certificate.lease() + " was issued " + (certificate.issuedAtMs() - nowMs)
                            + " ms in the future; synchronise the clocks of node " + nodeName
                            + " and the resource manager");
        }
        return certificate;
    }
}
