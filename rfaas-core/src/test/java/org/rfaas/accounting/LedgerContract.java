package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.Leases;

/** What a ledger does, whatever database is behind it. */
abstract class LedgerContract {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final Prices PRICES = new Prices(2, 10, 5, Leases.GIB);

    /** A ledger with nothing in it. */
    abstract Ledger ledger();

    private void write(Ledger ledger, LedgerRow... rows) throws SQLException {
        try (LedgerSession session = new LedgerSession(ledger.connect(), PRICES)) {
            session.write(List.of(rows));
        }
    }

    /** A lease of two cores with half the standard memory each, held for an hour. */
    private static LedgerRow row(long lease, String job, String user, Usage usage, long endedAtMs) {
        return new LedgerRow(
                new LeaseId(lease),
                job,
                user,
                "node-a",
                2,
                Leases.GIB,
                Leases.NOW_MS,
                endedAtMs,
                false,
                2 * HOUR_NS,
                usage,
                1);
    }

    private static LedgerRow belated(LedgerRow row, Usage usage) {
        return new LedgerRow(
                row.lease(),
                row.jobId(),
                row.user(),
                row.nodeName(),
                row.cores(),
                row.memoryBytes(),
                row.grantedAtMs(),
                row.endedAtMs() + 9_999_999,
                true,
                99 * HOUR_NS,
                usage,
                1);
    }

    @Test
    void shouldBillALeaseByItsCoresItsMemoryAndItsUse() throws SQLException {
        Ledger ledger = ledger();
        Usage usage = new Usage(HOUR_NS, HOUR_NS / 5, 42, 4711);
        write(ledger, row(0xfedcba9876543210L, "job-1", "ada", usage, Leases.NOW_MS + 3_600_000));
        assertThat(ledger.leases(AccountFilter.ALL)).singleElement().satisfies(account -> {
            assertThat(account.lease()).isEqualTo(new LeaseId(0xfedcba9876543210L));
            assertThat(account.usage()).isEqualTo(usage);
            assertThat(account.user()).isEqualTo("ada");
            assertThat(account.grantedAt()).isEqualTo(Instant.ofEpochMilli(Leases.NOW_MS));
            assertThat(account.endedAt()).contains(Instant.ofEpochMilli(Leases.NOW_MS + 3_600_000));
            // two core-hours at half the memory, an hour of execution, twelve minutes of polling
            assertThat(account.cost()).isCloseTo(2 * 2 * 0.5 + 10 + 5 / 5.0, within(1e-9));
        });
    }

    @Test
    void shouldSumLeasesByJobAndByUser() throws SQLException {
        Ledger ledger = ledger();
        Usage usage = new Usage(7, 5, 3, 1);
        write(
                ledger,
                row(1, "job-1", "ada", usage, 0),
                row(2, "job-1", "ada", usage, 0),
                row(3, "job-2", "ada", usage, 0),
                row(4, "job-3", "bob", usage, 0));
        assertThat(ledger.jobs(AccountFilter.ALL))
                .extracting(AccountSum::name, AccountSum::leases, AccountSum::usage)
                .containsExactly(
                        tuple("job-1", 2L, usage.plus(usage)), tuple("job-2", 1L, usage), tuple("job-3", 1L, usage));
        assertThat(ledger.users(AccountFilter.ALL))
                .extracting(AccountSum::name, AccountSum::leases, AccountSum::allocatedCoreNs)
                .containsExactly(tuple("ada", 3L, 6 * HOUR_NS), tuple("bob", 1L, 2 * HOUR_NS));
    }

    @Test
    void shouldListWhatIsAskedFor() throws SQLException {
        Ledger ledger = ledger();
        write(ledger, row(1, "job-1", "ada", Usage.NONE, 0), row(2, "job-2", "bob", Usage.NONE, 0));
        assertThat(ledger.leases(new AccountFilter(Optional.of("job-2"), Optional.empty(), 10)))
                .extracting(LeaseAccount::lease)
                .containsExactly(new LeaseId(2));
        assertThat(ledger.jobs(new AccountFilter(Optional.empty(), Optional.of("ada"), 10)))
                .extracting(AccountSum::name)
                .containsExactly("job-1");
        assertThat(ledger.leases(new AccountFilter(Optional.empty(), Optional.empty(), 1)))
                .hasSize(1);
    }

    @Test
    void shouldListWhatWasGrantedInATime() throws SQLException {
        Ledger ledger = ledger();
        write(ledger, row(1, "job-1", "ada", Usage.NONE, 0));
        Instant granted = Instant.ofEpochMilli(Leases.NOW_MS);
        assertThat(ledger.leases(grantedIn(granted, granted.plusMillis(1)))).hasSize(1);
        assertThat(ledger.leases(grantedIn(granted.minusMillis(1), granted))).isEmpty();
        assertThat(ledger.users(grantedIn(granted.plusMillis(1), granted.plusMillis(2))))
                .isEmpty();
        assertThat(ledger.jobs(grantedIn(granted, granted.plusMillis(1)))).hasSize(1);
    }

    private static AccountFilter grantedIn(Instant since, Instant until) {
        return new AccountFilter(Optional.empty(), Optional.empty(), Optional.of(since), Optional.of(until), 10);
    }

    @Test
    void shouldChangeNothingWhenARowComesAgainOrAnOlderOneLate() throws SQLException {
        Ledger ledger = ledger();
        LedgerRow early = row(1, "job-1", "ada", new Usage(10, 10, 10, 10), 0);
        LedgerRow last = row(1, "job-1", "ada", new Usage(20, 20, 20, 20), Leases.NOW_MS + 1000);
        write(ledger, early, last);
        List<LeaseAccount> once = ledger.leases(AccountFilter.ALL);
        write(ledger, last);
        assertThat(ledger.leases(AccountFilter.ALL)).isEqualTo(once);
        assertThat(once.getFirst().usage()).isEqualTo(new Usage(20, 20, 20, 20));
        write(ledger, early);
        assertThat(ledger.leases(AccountFilter.ALL).getFirst().usage()).isEqualTo(new Usage(20, 20, 20, 20));
    }

    @Test
    void shouldKeepTheEndItKnowsWhenUsageComesBelatedly() throws SQLException {
        Ledger ledger = ledger();
        LedgerRow ended = row(1, "job-1", "ada", new Usage(1, 1, 1, 1), Leases.NOW_MS + 1000);
        Usage all = new Usage(5, 5, 5, 5);
        write(ledger, ended);
        write(ledger, belated(ended, all));
        assertThat(ledger.leases(AccountFilter.ALL)).singleElement().satisfies(account -> {
            assertThat(account.endedAt()).contains(Instant.ofEpochMilli(Leases.NOW_MS + 1000));
            assertThat(account.allocatedCoreNs()).isEqualTo(2 * HOUR_NS);
            assertThat(account.usage()).isEqualTo(all);
        });
    }

    @Test
    void shouldTakeTheEndBackWhenALeaseGoesOn() throws SQLException {
        Ledger ledger = ledger();
        write(ledger, row(1, "job-1", "ada", Usage.NONE, Leases.NOW_MS + 1000));
        write(ledger, row(1, "job-1", "ada", Usage.NONE, 0));
        assertThat(ledger.leases(AccountFilter.ALL).getFirst().endedAt()).isEmpty();
    }

    @Test
    void shouldSumEvenWhatAnExecutorMadeUp() throws SQLException {
        Ledger ledger = ledger();
        Usage absurd = new Usage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        write(ledger, row(1, "job-1", "ada", absurd, 0), row(2, "job-1", "ada", absurd, 0));
        assertThat(ledger.jobs(AccountFilter.ALL).getFirst().usage()).isEqualTo(absurd);
    }
}
