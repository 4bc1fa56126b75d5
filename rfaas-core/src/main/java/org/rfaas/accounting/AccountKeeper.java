package org.rfaas.accounting;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of the leases that are not settled yet, in a mapped file. An account is settled, and leaves the file, when
 * its lease has ended, no node reports on it any more, and the ledger has its last state. Any thread may call any method;
 * none waits for the database.
 */
public final class AccountKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountKeeper.class);

    /** A lease of which nobody reported the end, for instance because the resource manager was away, ended at its expiry. */
    private static final long SILENCE_MS = 60_000;

    private final InstantSource clock;
    private final AccountFile file;
    private final Map<LeaseId, AccountRecord> records = new LinkedHashMap<>();

    /** How many nodes report on a lease now; absent is none. */
    private final Map<LeaseId, Integer> reporters = new HashMap<>();

    private boolean isFull;

    private AccountKeeper(AccountFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        file.found().forEach(record -> records.put(record.lease(), record));
    }

    /**
     * Opens the accounts file, with what is not settled in it.
     *
     * @throws LedgerException when it cannot be used, or another process uses it
     */
    public static AccountKeeper open(Path accountsFile, InstantSource clock) {
        AccountKeeper keeper = new AccountKeeper(AccountFile.open(accountsFile), clock);
        if (!keeper.records.isEmpty()) {
            LOG.info("{} accounts in {} are not settled yet", keeper.records.size(), accountsFile);
        }
        return keeper;
    }

    /** A lease holds cores: it was granted or renewed, or its node says that it runs. */
    public synchronized void held(LeaseCertificate certificate) {
        AccountRecord record = record(certificate);
        if (record != null) {
            record.expireAt(certificate.expiresAtMs());
            record.resume();
        }
    }

    /** The cores of a lease are free. The time its node had beyond its expiry, to stop what ran, is not its user's. */
    public synchronized void ended(LeaseId lease) {
        AccountRecord record = records.get(lease);
        if (record != null && !record.hasEnded()) {
            record.end(Math.min(clock.millis(), record.expiresAtMs()));
        }
    }

    /** A node begins to report on a lease. */
    synchronized void reporting(LeaseCertificate certificate) {
        AccountRecord record = recordOfReport(certificate);
        if (record != null) {
            record.expireAt(certificate.expiresAtMs());
            reporters.merge(certificate.lease(), 1, Integer::sum);
        }
    }

    /** A node reports no more on a lease, at least over this connection. */
    synchronized void silent(LeaseId lease) {
        reporters.computeIfPresent(lease, (_, count) -> count == 1 ? null : count - 1);
    }

    /** What workers did for a lease so far. */
    synchronized void used(LeaseId lease, Usage totals) {
        AccountRecord record = records.get(lease);
        if (record != null) {
            record.use(totals);
        }
    }

    /**
     * What workers did for a lease in all; nothing of it runs any more. On return it is on the disk.
     *
     * @return false when it cannot be kept; the node has to keep it
     */
    public boolean close(LeaseCertificate certificate, Usage totals) {
        AccountRecord record = conclude(certificate, totals);
        if (record == null) {
            return false;
        }
        record.force(); // unlocked: who grants or ends another lease does not wait for the disk
        return true;
    }

    private synchronized @Nullable AccountRecord conclude(LeaseCertificate certificate, Usage totals) {
        AccountRecord record = recordOfReport(certificate);
        if (record != null) {
            if (!record.hasEnded()) {
                // the book may not know the lease any more, as after a restart of the resource manager
                record.end(Math.min(clock.millis(), record.expiresAtMs()));
            }
            record.use(totals);
        }
        return record;
    }

    /** Of a lease that was settled before, or never seen: if the ledger has its end, it knows that better. */
    private @Nullable AccountRecord recordOfReport(LeaseCertificate certificate) {
        boolean isNews = !records.containsKey(certificate.lease());
        AccountRecord record = record(certificate);
        if (record != null && isNews) {
            record.markBelated();
        }
        return record;
    }

    private @Nullable AccountRecord record(LeaseCertificate certificate) {
        AccountRecord known = records.get(certificate.lease());
        if (known != null) {
            return known;
        }
        try {
            AccountRecord fresh = file.next();
            fresh.create(certificate);
            records.put(certificate.lease(), fresh);
            isFull = false;
            return fresh;
        } catch (IOException e) {
            if (!isFull) {
                isFull = true;
                LOG.error("leases go unaccounted: the accounts file cannot grow: {}", e.getMessage());
            }
            return null;
        }
    }

    /** A lease of whose end nobody has spoken ended at its expiry. */
    synchronized void endSilent() {
        long nowMs = clock.millis();
        for (AccountRecord record : records.values()) {
            if (!record.hasEnded() && nowMs > record.expiresAtMs() + SILENCE_MS) {
                record.end(record.expiresAtMs());
            }
        }
        settle();
    }

    /** What the ledger does not have yet, oldest leases first, and no more rows at once than so many. */
    synchronized List<LedgerRow> unwritten(int limit) {
        return rows(record -> !record.isWritten(), limit);
    }

    /** The leases that run, of which time has passed at least: no more than the cluster has cores. */
    synchronized List<LedgerRow> running() {
        return rows(record -> !record.hasEnded(), Integer.MAX_VALUE);
    }

    private List<LedgerRow> rows(Predicate<AccountRecord> wanted, int limit) {
        long nowMs = clock.millis();
        return records.values().stream()
                .filter(wanted)
                .limit(limit)
                .map(record -> LedgerRow.of(record, nowMs))
                .toList();
    }

    /** These rows are in the ledger. */
    synchronized void written(List<LedgerRow> rows) {
        for (LedgerRow row : rows) {
            AccountRecord record = records.get(row.lease());
            if (record != null) {
                record.written(row.revision());
            }
        }
        settle();
    }

    private void settle() {
        records.values().removeIf(record -> {
            boolean isSettled = record.hasEnded() && record.isWritten() && !reporters.containsKey(record.lease());
            if (isSettled) {
                file.free(record);
            }
            return isSettled;
        });
    }

    /** Accounts that are not settled. */
    public synchronized int unsettled() {
        return records.size();
    }

    @Override
    public synchronized void close() {
        records.clear();
        file.close();
    }
}
