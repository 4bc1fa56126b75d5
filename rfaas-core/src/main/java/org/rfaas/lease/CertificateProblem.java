package org.rfaas.lease;

/** Why a certificate is not accepted. */
public enum CertificateProblem {
    /** The tag does not belong to the content under this cluster's key. */
    FORGED,
    /** Its time is up. */
    EXPIRED,
    /** Issued in the future, further than clocks may differ. */
    NOT_YET_VALID,
    /** Issued for another node. */
    WRONG_NODE,
    /** Issued for the node, but before its executor manager started. */
    OUTDATED
}
