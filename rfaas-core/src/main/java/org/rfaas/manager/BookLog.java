package org.rfaas.manager;

import org.rfaas.lease.BookObserver;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases in the log: what an operator wants to see at once. Grants and ordinary ends are too many for that; they are logged
 * at debug level.
 */
final class BookLog implements BookObserver {
    private static final Logger LOG = LoggerFactory.getLogger(BookLog.class);

    @Override
    public void granted(LeaseCertificate lease) {
        LOG.debug(
                "lease {} granted to job {} of {}: {} cores of node {} for {} ms",
                lease.lease(),
                lease.jobId(),
                lease.user(),
                lease.cores(),
                lease.nodeName(),
                lease.expiresAtMs() - lease.issuedAtMs());
    }

    @Override
    public void ended(LeaseCertificate lease, EndReason reason) {
        switch (reason) {
            case RELEASED, EXPIRED -> LOG.debug("lease {} ended: {}", lease.lease(), reason);
            case REVOKED, LOST ->
                LOG.info(
                        "lease {} of job {} on node {} ended: {}",
                        lease.lease(),
                        lease.jobId(),
                        lease.nodeName(),
                        reason);
        }
    }
}
