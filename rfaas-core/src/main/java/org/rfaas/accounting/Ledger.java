package org.rfaas.accounting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.rfaas.lease.LeaseId;

/**
 * The ledger's database, over JDBC: table {@code lease_account}, a row a lease, and the views {@code job_account} and {@code
 * user_account} over it. Reads open a connection each; any thread may read.
 */
public final class Ledger implements Accounts {
    private static final String SUMS = """
            COUNT(*) AS leases, SUM(allocated_core_ns) AS allocated_core_ns, SUM(execution_ns) AS execution_ns,
            SUM(hot_polling_ns) AS hot_polling_ns, SUM(invocations) AS invocations, SUM(moved_bytes) AS moved_bytes,
            SUM(cost) AS cost FROM lease_account
            """;

    private static final List<String> SCHEMA = List.of(
            """
            CREATE TABLE IF NOT EXISTS lease_account (
              lease_id VARCHAR(16) PRIMARY KEY,
              job_id VARCHAR(64) NOT NULL,
              user_name VARCHAR(64) NOT NULL,
              node_name VARCHAR(64) NOT NULL,
              cores INTEGER NOT NULL,
              memory_bytes BIGINT NOT NULL,
              granted_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
              ended_at TIMESTAMP(3) WITH TIME ZONE,
              allocated_core_ns BIGINT NOT NULL,
              execution_ns BIGINT NOT NULL,
              hot_polling_ns BIGINT NOT NULL,
              invocations BIGINT NOT NULL,
              moved_bytes BIGINT NOT NULL,
              cost DOUBLE PRECISION NOT NULL)""",
            "CREATE INDEX IF NOT EXISTS lease_account_job ON lease_account (job_id)",
            "CREATE INDEX IF NOT EXISTS lease_account_user ON lease_account (user_name)",
            "CREATE OR REPLACE VIEW job_account AS SELECT job_id, " + SUMS + " GROUP BY job_id",
            "CREATE OR REPLACE VIEW user_account AS SELECT user_name, " + SUMS + " GROUP BY user_name");

    private static final String WHERE =
            " WHERE (CAST(? AS VARCHAR) IS NULL OR job_id = ?) AND (CAST(? AS VARCHAR) IS NULL OR user_name = ?)"
                    + " AND granted_at >= ? AND granted_at < ?";

    /** A state that PostgreSQL answers with: before version 15, any user might make tables in any database. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final Instant AT_ALL = Instant.parse("9999-12-31T00:00:00Z");

    /** A database that is silent for so long counts as away: its host may be, and TCP alone would wait for hours. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String url;
    private final Properties login;
    private boolean hasSchema;

    /**
     * Opens nothing yet.
     *
     * @param url JDBC's, for example {@code jdbc:postgresql://host/database}
     * @param login user and password, as the driver wants them; may be empty
     */
    public Ledger(String url, Properties login) {
        this(url, login, PATIENCE);
    }

    /** @param patience with a database that says nothing; whole seconds */
    Ledger(String url, Properties login, Duration patience) {
        this.url = url;
        this.login = new Properties();
        if (url.startsWith("jdbc:postgresql:")) { // H2, which is in this process, would refuse it
            this.login.setProperty("socketTimeout", String.valueOf(patience.toSeconds()));
        }
        this.login.putAll(login);
    }

    /** Without what might be a password. */
    @Override
    public String toString() {
        return url.replaceAll("[?;].*", "");
    }

    /** Connects; the first one makes the tables, if the database has none. */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, login);
        try {
            requireSchema(connection);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private synchronized void requireSchema(Connection connection) throws SQLException {
        if (hasSchema) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String step : SCHEMA) {
                statement.execute(step);
            }
        }
        hasSchema = true;
    }

    private synchronized void expectAnything() {
        hasSchema = false;
    }

    @Override
    public List<LeaseAccount> leases(AccountFilter filter) {
        return query(
                "SELECT * FROM lease_account" + WHERE + " ORDER BY granted_at DESC, lease_id LIMIT ?",
                filter,
                Ledger::leaseAccount);
    }

    @Override
    public List<AccountSum> jobs(AccountFilter filter) {
        return query(
                "SELECT job_id AS name, " + SUMS + WHERE + " GROUP BY job_id ORDER BY job_id LIMIT ?",
                filter,
                Ledger::sum);
    }

    @Override
    public List<AccountSum> users(AccountFilter filter) {
        return query(
                "SELECT user_name AS name, " + SUMS + WHERE + " GROUP BY user_name ORDER BY user_name LIMIT ?",
                filter,
                Ledger::sum);
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, AccountFilter filter, RowReader<T> reader) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, filter.jobId().orElse(null));
            statement.setString(2, filter.jobId().orElse(null));
            statement.setString(3, filter.user().orElse(null));
            statement.setString(4, filter.user().orElse(null));
            statement.setObject(
                    5, timestamp(filter.since().orElse(Instant.EPOCH).toEpochMilli()));
            statement.setObject(6, timestamp(filter.until().orElse(AT_ALL).toEpochMilli()));
            statement.setInt(7, filter.limit());
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** What to say of a failure. The next connection looks for the tables again: the database may come back as another one. */
    LedgerException failed(SQLException e) {
        expectAnything();
        return new LedgerException(
                "ledger " + this + ": " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ") + "; "
                        + (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                                ? "make accounting.ledger-user the owner of the database"
                                : "see accounting.ledger"),
                e);
    }

    private static LeaseAccount leaseAccount(ResultSet row) throws SQLException {
        return new LeaseAccount(
                new LeaseId(Long.parseUnsignedLong(row.getString("lease_id"), 16)),
                row.getString("job_id"),
                row.getString("user_name"),
                row.getString("node_name"),
                row.getInt("cores"),
                row.getLong("memory_bytes"),
                instant(row, "granted_at").orElseThrow(),
                instant(row, "ended_at"),
                row.getLong("allocated_core_ns"),
                usage(row),
                row.getDouble("cost"));
    }

    private static AccountSum sum(ResultSet row) throws SQLException {
        return new AccountSum(
                row.getString("name"),
                row.getLong("leases"),
                sum(row, "allocated_core_ns"),
                new Usage(
                        sum(row, "execution_ns"),
                        sum(row, "hot_polling_ns"),
                        sum(row, "invocations"),
                        sum(row, "moved_bytes")),
                row.getDouble("cost"));
    }

    /** A sum may exceed what its summands fit into. */
    private static long sum(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                row.getLong("execution_ns"),
                row.getLong("hot_polling_ns"),
                row.getLong("invocations"),
                row.getLong("moved_bytes"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime timestamp(long epochMs) {
        return Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC);
    }
}
