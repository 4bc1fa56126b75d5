package org.rfaas.lease;

/** A lease certificate was not accepted; the message says why and what to do. */
public final class CertificateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CertificateProblem problem;

    public CertificateException(CertificateProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public CertificateProblem problem() {
        return problem;
    }
}
