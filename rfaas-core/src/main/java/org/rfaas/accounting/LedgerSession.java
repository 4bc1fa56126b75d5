package org.rfaas.accounting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * One connection that writes rows. A row that is there already is merged: of each counter the greater value stays, so
 * writing the same row again, or an older one, changes nothing. One thread; of no use after a failure.
 */
final class LedgerSession implements AutoCloseable {
    private static final String MERGE = """
            UPDATE lease_account SET
              ended_at = CASE WHEN ? THEN COALESCE(ended_at, ?) ELSE ? END,
              allocated_core_ns = CASE WHEN ? AND ended_at IS NOT NULL THEN allocated_core_ns
                                       ELSE GREATEST(allocated_core_ns, ?) END,
              execution_ns = GREATEST(execution_ns, ?),
              hot_polling_ns = GREATEST(hot_polling_ns, ?),
              invocations = GREATEST(invocations, ?),
              moved_bytes = GREATEST(moved_bytes, ?)
            WHERE lease_id = ?""";

    private static final String INSERT = """
            INSERT INTO lease_account (ended_at, allocated_core_ns, execution_ns, hot_polling_ns, invocations,
              moved_bytes, lease_id, job_id, user_name, node_name, cores, memory_bytes, granted_at, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""";

    /** The prices are those of now; {@code memory share = memory / cores / standard}. */
    private static final String PRICE = """
            UPDATE lease_account SET cost =
              (CAST(? AS DOUBLE PRECISION) * CAST(allocated_core_ns AS DOUBLE PRECISION)
                  * (CAST(memory_bytes AS DOUBLE PRECISION) / cores / CAST(? AS DOUBLE PRECISION))
                + CAST(? AS DOUBLE PRECISION) * CAST(execution_ns AS DOUBLE PRECISION)
                + CAST(? AS DOUBLE PRECISION) * CAST(hot_polling_ns AS DOUBLE PRECISION))
              / CAST(3600e9 AS DOUBLE PRECISION)
            WHERE lease_id = ?""";

    private final Connection connection;
    private final Prices prices;
    private final PreparedStatement merge;
    private final PreparedStatement insert;
    private final PreparedStatement price;

    /** @param connection is closed with this session, also when the database refuses it */
    LedgerSession(Connection connection, Prices prices) throws SQLException {
        this.connection = connection;
        this.prices = prices;
        try {
            this.merge = connection.prepareStatement(MERGE);
            this.insert = connection.prepareStatement(INSERT);
            this.price = connection.prepareStatement(PRICE);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Writes all rows, or none. */
    void write(List<LedgerRow> rows) throws SQLException {
        for (LedgerRow row : rows) {
            if (merge(row) == 0) {
                insert(row);
            }
            price(row);
        }
        connection.commit();
    }

    private int merge(LedgerRow row) throws SQLException {
        merge.setBoolean(1, row.isBelated());
        setEnd(merge, 2, row);
        setEnd(merge, 3, row);
        merge.setBoolean(4, row.isBelated());
        merge.setLong(5, row.allocatedCoreNs());
        setUsage(merge, 6, row.usage());
        merge.setString(10, row.lease().toString());
        return merge.executeUpdate();
    }

    private void insert(LedgerRow row) throws SQLException {
        setEnd(insert, 1, row);
        insert.setLong(2, row.allocatedCoreNs());
        setUsage(insert, 3, row.usage());
        insert.setString(7, row.lease().toString());
        insert.setString(8, row.jobId());
        insert.setString(9, row.user());
        insert.setString(10, row.nodeName());
        insert.setInt(11, row.cores());
        insert.setLong(12, row.memoryBytes());
        insert.setObject(13, Ledger.timestamp(row.grantedAtMs()));
        insert.executeUpdate();
    }

    private void price(LedgerRow row) throws SQLException {
        price.setDouble(1, prices.coreHour());
        price.setLong(2, prices.standardMemoryBytes());
        price.setDouble(3, prices.executionHour());
        price.setDouble(4, prices.hotPollingHour());
        price.setString(5, row.lease().toString());
        price.executeUpdate();
    }

    private static void setEnd(PreparedStatement statement, int index, LedgerRow row) throws SQLException {
        if (row.endedAtMs() == 0) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, Ledger.timestamp(row.endedAtMs()));
        }
    }

    private static void setUsage(PreparedStatement statement, int from, Usage usage) throws SQLException {
        statement.setLong(from, usage.executionNs());
        statement.setLong(from + 1, usage.hotPollingNs());
        statement.setLong(from + 2, usage.invocations());
        statement.setLong(from + 3, usage.bytes());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
