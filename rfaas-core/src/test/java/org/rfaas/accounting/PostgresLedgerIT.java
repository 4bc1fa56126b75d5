package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PostgresLedgerIT extends LedgerContract {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldSayWhatAUserLacksWhoMayMakeNoTables() throws SQLException {
        ledger();
        try (Connection connection = DriverManager.getConnection(server.url(), server.login());
                Statement statement = connection.createStatement()) {
            statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC"); // as from version 15 on
            statement.execute("CREATE ROLE guest LOGIN");
        }
        Properties guest = new Properties();
        guest.setProperty("user", "guest");
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> new Ledger(server.url(), guest).jobs(AccountFilter.ALL))
                .withMessageContainingAll("permission denied", "make accounting.ledger-user the owner of the database");
    }

    @Override
    Ledger ledger() {
        try (Connection connection = DriverManager.getConnection(server.url(), server.login());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS lease_account CASCADE");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return new Ledger(server.url(), server.login());
    }
}
