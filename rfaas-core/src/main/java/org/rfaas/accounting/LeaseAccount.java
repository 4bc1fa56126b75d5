package org.rfaas.accounting;

import java.time.Instant;
import java.util.Optional;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseId;

/**
 * The bill of one lease, running or over.
 *
 * @param user on whose behalf; {@code unknown} where nobody said
 * @param endedAt empty while the lease holds its cores
 * @param allocatedCoreNs cores times the time they were held
 * @param cost in the unit of the configured prices
 */
public record LeaseAccount(
        LeaseId lease,
        String jobId,
        String user,
        String nodeName,
        int cores,
        long memoryBytes,
        Instant grantedAt,
        Optional<Instant> endedAt,
        long allocatedCoreNs,
        Usage usage,
        double cost) {
    public LeaseAccount {
        Identifier.require("job id", jobId);
        Identifier.require("user", user);
        Identifier.require("node name", nodeName);
    }
}
