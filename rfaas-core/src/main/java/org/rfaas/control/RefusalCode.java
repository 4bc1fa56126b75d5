package org.rfaas.control;

import org.rfaas.lease.CertificateProblem;

/** Why a request was refused. The order is part of the protocol: append only. */
public enum RefusalCode {
    /** This service does not serve such requests. */
    UNSUPPORTED,
    /** A number in the request exceeds what this service permits. */
    OUT_OF_LIMITS,
    /** No node has so many cores and so much memory free. */
    NO_CAPACITY,
    /** The sender did not prove that it knows the cluster key. */
    NOT_AUTHENTICATED,
    CERTIFICATE_FORGED,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NOT_YET_VALID,
    CERTIFICATE_WRONG_NODE,
    /** An executor serves this lease already. */
    ALREADY_ALLOCATED,
    /** The lease has ended, or nobody here knows it. */
    UNKNOWN_LEASE,
    /** The executor could not be started, or died before its client came. */
    EXECUTOR_FAILED,
    SHUTTING_DOWN,
    /** The service failed; its log says how. */
    INTERNAL,
    /** Client and node have no fabric provider in common. */
    NO_COMMON_FABRIC,
    /** The certificate is from before the executor manager started. */
    CERTIFICATE_OUTDATED,
    /** An operator has removed this node. */
    NODE_REMOVED;

    public static RefusalCode of(CertificateProblem problem) {
        return switch (problem) {
            case FORGED -> CERTIFICATE_FORGED;
            case EXPIRED -> CERTIFICATE_EXPIRED;
            case NOT_YET_VALID -> CERTIFICATE_NOT_YET_VALID;
            case WRONG_NODE -> CERTIFICATE_WRONG_NODE;
            case OUTDATED -> CERTIFICATE_OUTDATED;
        };
    }
}
