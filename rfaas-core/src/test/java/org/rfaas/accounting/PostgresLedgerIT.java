package org.rfaas.accounting;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
