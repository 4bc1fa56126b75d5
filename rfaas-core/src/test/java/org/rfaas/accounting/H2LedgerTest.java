package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2LedgerTest extends LedgerContract {
    @TempDir
    Path folder;

    @Override
    Ledger ledger() {
        return new Ledger("jdbc:h2:file:" + folder.resolve("ledger"), new Properties());
    }

    @Test
    void shouldMakeItsTablesAgainInADatabaseThatLostThem() throws SQLException {
        Ledger ledger = ledger();
        assertThat(ledger.leases(AccountFilter.ALL)).isEmpty();
        try (Connection connection = ledger.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
        }
        assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> ledger.leases(AccountFilter.ALL));
        assertThat(ledger.leases(AccountFilter.ALL)).isEmpty();
    }

    @Test
    void shouldCloseAConnectionWhoseDatabaseRefusesTheStatements() throws SQLException {
        Connection withoutTables = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("empty"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> new LedgerSession(withoutTables, new Prices(1, 1, 1, 1)));
        assertThat(withoutTables.isClosed()).isTrue();
    }

    @Test
    void shouldSayInOneLineWhichLedgerDoesNotAnswer() {
        Ledger ledger =
                new Ledger("jdbc:h2:file:/proc/nowhere/ledger;TRACE_LEVEL_FILE=0;PASSWORD=secret", new Properties());
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.users(AccountFilter.ALL))
                .withMessageContaining("/proc/nowhere/ledger")
                .withMessageContaining("accounting.ledger")
                .withMessageNotContaining("\n")
                .satisfies(e -> assertThat(ledger.toString()).doesNotContain("secret"));
    }
}
