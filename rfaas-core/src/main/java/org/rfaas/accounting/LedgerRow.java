package org.rfaas.accounting;

import java.util.concurrent.TimeUnit;
import org.rfaas.lease.LeaseId;

/**
 * A lease's account as it goes into the ledger.
 *
 * @param endedAtMs 0 while the lease holds its cores
 * @param isBelated whether an end that the ledger has already is better than this one
 * @param revision of the record it was taken from
 */
record LedgerRow(
        LeaseId lease,
        String jobId,
        String user,
        String nodeName,
        int cores,
        long memoryBytes,
        long grantedAtMs,
        long endedAtMs,
        boolean isBelated,
        long allocatedCoreNs,
        Usage usage,
        long revision) {
    /** The account at a time. */
    static LedgerRow of(AccountRecord record, long nowMs) {
        long untilMs = record.hasEnded() ? record.endedAtMs() : nowMs;
        long heldMs = Math.max(0, untilMs - record.grantedAtMs());
        return new LedgerRow(
                record.lease(),
                record.jobId(),
                record.user(),
                record.nodeName(),
                record.cores(),
                record.memoryBytes(),
                record.grantedAtMs(),
                record.endedAtMs(),
                record.isBelated(),
                coreNs(record.cores(), heldMs),
                record.usage(),
                record.revision());
    }

    /** No more than fits. */
    private static long coreNs(int cores, long heldMs) {
        long heldNs = TimeUnit.MILLISECONDS.toNanos(heldMs);
        return heldNs > Long.MAX_VALUE / cores ? Long.MAX_VALUE : cores * heldNs;
    }
}
