package org.rfaas.client;

import java.time.Duration;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.SignedCertificate;

/**
 * A certificate as this machine received it.
 *
 * @param certificate for managers
 * @param endNs when it expires, on this JVM's {@link System#nanoTime} clock. Counted from before the request was sent, so
 *     that the clocks of the machines need not agree and the lease never ends earlier than this side believes
 */
public record LeaseGrant(SignedCertificate certificate, long endNs) {
    /** What the resource manager granted on a request sent at {@code askedNs} that waited there for so long. */
    static LeaseGrant of(SignedCertificate certificate, long askedNs, Duration waited) {
        return of(certificate, askedNs + waited.toNanos());
    }

    /** What the resource manager granted on a request sent at {@code askedNs}. */
    static LeaseGrant of(SignedCertificate certificate, long askedNs) {
        LeaseCertificate terms = certificate.certificate();
        return new LeaseGrant(certificate, askedNs + (terms.expiresAtMs() - terms.issuedAtMs()) * 1_000_000);
    }

    public LeaseCertificate terms() {
        return certificate.certificate();
    }
}
