package org.rfaas.control;

import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseId;

/**
 * A lease as status shows it.
 *
 * @param expiresAtMs in milliseconds since the epoch
 * @param ending whether it is over for its client and only waits for its node to report
 */
public record LeaseRow(
        LeaseId lease,
        String jobId,
        String user,
        String nodeName,
        int cores,
        long memoryBytes,
        long expiresAtMs,
        boolean ending) {
    public LeaseRow {
        Identifier.require("job id", jobId);
        Identifier.require("user", user);
        Identifier.require("node name", nodeName);
    }
}
