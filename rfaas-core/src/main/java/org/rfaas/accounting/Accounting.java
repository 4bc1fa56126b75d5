package org.rfaas.accounting;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Properties;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.OpenResources;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;

/**
 * The resource manager's accounting: hears of leases as an observer of the book, takes what nodes report into the accounts,
 * and brings the accounts into the ledger.
 */
public final class Accounting implements BookObserver, AutoCloseable {
    private static final String FILE = "accounts";

    private final OpenResources opened;
    private final AccountKeeper keeper;
    private final UsageSlots slots;
    private final Ledger ledger;

    /**
     * How the bill is kept.
     *
     * @param directory of the accounts file and of the default ledger
     * @param ledgerUrl JDBC's, or empty for an embedded H2 database in the directory
     * @param login user and password of the ledger; may be empty
     * @param interval from one look at the accounts, and one write to the ledger, to the next
     */
    public record Options(Path directory, String ledgerUrl, Properties login, Prices prices, Duration interval) {
        public Options {
            if (!interval.isPositive()) {
                throw new IllegalArgumentException("an accounting interval of " + interval);
            }
        }

        private String url() {
            // a commit is on the disk, not in half a second
            return ledgerUrl.isEmpty()
                    ? "jdbc:h2:file:" + directory.toAbsolutePath().resolve("ledger")
                            + ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE"
                    : ledgerUrl;
        }
    }

    private Accounting(OpenResources opened, AccountKeeper keeper, UsageSlots slots, Ledger ledger) {
        this.opened = opened;
        this.keeper = keeper;
        this.slots = slots;
        this.ledger = ledger;
    }

    /**
     * Starts.
     *
     * @param fabric registers the memory that nodes report into; stays the caller's
     * @throws IllegalArgumentException when there is no driver for the ledger
     * @throws LedgerException when the accounts file cannot be used. A database that cannot be reached now is waited for
     */
    public static Accounting start(Options options, Fabric fabric, InstantSource clock) {
        Ledger ledger = new Ledger(options.url(), options.login());
        requireDriver(options.url());
        OpenResources opened = new OpenResources();
        try {
            AccountKeeper keeper =
                    opened.add(AccountKeeper.open(options.directory().resolve(FILE), clock));
            UsageSlots slots = new UsageSlots(
                    opened.add(fabric.allocate(
                            UsageSlots.BYTES,
                            EnumSet.of(Access.REMOTE_READ, Access.REMOTE_WRITE, Access.REMOTE_ATOMIC))),
                    keeper);
            opened.add(new LedgerWriter(ledger, options.prices(), keeper, slots::collect, options.interval()));
            return new Accounting(opened, keeper, slots, ledger);
        } catch (RuntimeException e) {
            throw opened.closeAfter(e);
        }
    }

    private static void requireDriver(String url) {
        boolean isKnown = DriverManager.drivers().anyMatch(driver -> {
            try {
                return driver.acceptsURL(url);
            } catch (java.sql.SQLException e) {
                return false;
            }
        });
        if (!isKnown) {
            throw new IllegalArgumentException("accounting.ledger: no JDBC driver takes this address; write for example"
                    + " jdbc:postgresql://host/database, or nothing for an embedded database");
        }
    }

    /** Who reads the bill. */
    public Accounts accounts() {
        return ledger;
    }

    /** Where nodes report to. */
    public UsageSlots slots() {
        return slots;
    }

    public AccountKeeper keeper() {
        return keeper;
    }

    @Override
    public void granted(LeaseCertificate lease) {
        keeper.held(lease);
    }

    @Override
    public void renewed(LeaseCertificate lease) {
        keeper.held(lease);
    }

    @Override
    public void held(LeaseCertificate lease) {
        keeper.held(lease);
    }

    @Override
    public void ended(LeaseCertificate lease, EndReason reason) {
        keeper.ended(lease.lease());
    }

    /** Writes what the ledger lacks, if it can be reached; the rest stays in the accounts file. Idempotent. */
    @Override
    public void close() {
        opened.close();
    }
}
