package org.rfaas.accounting;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that brings accounts into the ledger. While the database cannot be reached nobody waits for it: rows stay in the
 * accounts file and are written when it is back, so many at a time: however long it was away, memory holds one batch.
 */
final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

    /** Rows in one transaction. */
    private static final int BATCH = 1000;

    /** How often the held time of leases that do nothing goes into the ledger. */
    private static final Duration REFRESH = Duration.ofMinutes(1);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Prices prices;
    private final AccountKeeper keeper;
    private final Runnable collect;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable LedgerSession session;
    private boolean isAway;
    private long refreshedNs = System.nanoTime();

    /** @param collect brings what nodes have reported into the accounts; called before each write */
    LedgerWriter(Ledger ledger, Prices prices, AccountKeeper keeper, Runnable collect, Duration interval) {
        this.ledger = ledger;
        this.prices = prices;
        this.keeper = keeper;
        this.collect = collect;
        this.interval = interval;
        this.thread = Thread.ofPlatform().name("ledger").daemon().start(this::run);
    }

    private void run() {
        try {
            connect();
            do {
                write();
            } while (!closing.await(interval.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.debug("the ledger is no longer written", e);
        }
        write();
        disconnect();
    }

    /** So that the log says at the start, and not at the first lease, that the database cannot be reached. */
    private void connect() {
        try {
            session();
        } catch (SQLException e) {
            away(e);
        } catch (RuntimeException | Error e) {
            LOG.error("the ledger could not be opened", e);
        }
    }

    private void away(SQLException because) {
        disconnect();
        LedgerException problem = ledger.failed(because);
        if (!isAway) {
            isAway = true;
            LOG.warn("{}; rows are kept and written later", problem.getMessage());
        }
    }

    private void write() {
        boolean refresh = System.nanoTime() - refreshedNs >= REFRESH.toNanos();
        if (refresh) {
            refreshedNs = System.nanoTime();
        }
        try {
            collect.run();
            keeper.endSilent();
            List<LedgerRow> rows;
            do {
                rows = keeper.unwritten(BATCH);
                write(rows);
            } while (rows.size() == BATCH);
            if (refresh) {
                List<LedgerRow> running = keeper.running();
                for (int from = 0; from < running.size(); from += BATCH) {
                    write(running.subList(from, Math.min(running.size(), from + BATCH)));
                }
            }
        } catch (SQLException e) {
            away(e);
        } catch (RuntimeException | Error e) {
            disconnect();
            LOG.error("the ledger could not be written", e);
        }
    }

    private void write(List<LedgerRow> rows) throws SQLException {
        if (!rows.isEmpty()) {
            session().write(rows);
            keeper.written(rows);
        }
    }

    private LedgerSession session() throws SQLException {
        LedgerSession open = session;
        if (open == null) {
            open = new LedgerSession(ledger.connect(), prices);
            session = open;
            if (isAway) {
                isAway = false;
                LOG.info("ledger {} is back", ledger);
            }
        }
        return open;
    }

    private void disconnect() {
        LedgerSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("closing the ledger", e);
            }
        }
    }

    /** Writes what there is, if the database can be reached. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                LOG.warn("ledger {} does not answer; what it lacks stays in the accounts file", ledger);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
