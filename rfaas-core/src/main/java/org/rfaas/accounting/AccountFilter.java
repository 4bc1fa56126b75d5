package org.rfaas.accounting;

import java.util.Optional;
import org.rfaas.lease.Identifier;

/**
 * Which accounts to list.
 *
 * @param jobId only leases of this job
 * @param user only leases of this user
 * @param limit most rows, 1 to {@value #MAX_ROWS}
 */
public record AccountFilter(Optional<String> jobId, Optional<String> user, int limit) {
    public static final int MAX_ROWS = 100_000;

    public static final AccountFilter ALL = new AccountFilter(Optional.empty(), Optional.empty(), MAX_ROWS);

    public AccountFilter {
        jobId.ifPresent(job -> Identifier.require("job id", job));
        user.ifPresent(name -> Identifier.require("user", name));
        if (limit < 1 || limit > MAX_ROWS) {
            throw new IllegalArgumentException("a limit of " + limit + " rows is not in 1.." + MAX_ROWS);
        }
    }
}
