package org.rfaas.lease;

import java.nio.ByteBuffer;

/**
 * A lease certificate and the resource manager's tag over it. Holding one proves nothing until {@link
 * CertificateSigner#verify} has accepted it.
 *
 * <p>Encoded form: the tag, then the certificate's canonical form.
 */
public record SignedCertificate(LeaseCertificate certificate, AuthenticationTag tag) {
    /** Longest encoded form. */
    public static final int MAX_BYTES = AuthenticationTag.BYTES + LeaseCertificate.MAX_BYTES;

    public LeaseId lease() {
        return certificate.lease();
    }

    public byte[] encoded() {
        byte[] canonical = certificate.canonicalBytes();
        return ByteBuffer.allocate(AuthenticationTag.BYTES + canonical.length)
                .put(tag.bytes())
                .put(canonical)
                .array();
    }

    /**
     * Reads the encoded form.
     *
     * @throws IllegalArgumentException when it is malformed; a wrong tag is not noticed here
     */
    public static SignedCertificate decode(byte[] encoded) {
        if (encoded.length < AuthenticationTag.BYTES || encoded.length > MAX_BYTES) {
            throw new IllegalArgumentException("a signed certificate of " + encoded.length + " bytes");
        }
        byte[] tag = new byte[AuthenticationTag.BYTES];
        byte[] canonical = new byte[encoded.length - tag.length];
        ByteBuffer.wrap(encoded).get(tag).get(canonical);
        return new SignedCertificate(LeaseCertificate.parse(canonical), AuthenticationTag.of(tag));
    }
}
