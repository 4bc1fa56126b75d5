package org.rfaas.accounting;

import java.time.Instant;
import java.util.Optional;
import org.rfaas.lease.Identifier;

/**
 * Which accounts to list.
 *
 * @param jobId only leases of this job
 * @param user only leases of this user
 * @param since only leases granted then or later
 * @param until only leases granted before
 * @param limit most rows, 1 to {@value #MAX_ROWS}, and one beyond, which tells whether there are more
 */
public record AccountFilter(
        Optional<String> jobId, Optional<String> user, Optional<Instant> since, Optional<Instant> until, int limit) {
    /** Most rows of one answer. */
    public static final int MAX_ROWS = 100_000;

    public static final AccountFilter ALL = new AccountFilter(Optional.empty(), Optional.empty(), MAX_ROWS);

    public AccountFilter {
        jobId.ifPresent(job -> Identifier.require("job id", job));
        user.ifPresent(name -> Identifier.require("user", name));
        if (limit < 1 || limit > MAX_ROWS + 1) {
            throw new IllegalArgumentException("a limit of " + limit + " rows is not in 1.." + MAX_ROWS);
        }
    }

    /** Whenever they were granted. */
    public AccountFilter(Optional<String> jobId, Optional<String> user, int limit) {
        this(jobId, user, Optional.empty(), Optional.empty(), limit);
    }
}
