package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
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
    void shouldSayInOneLineWhichLedgerDoesNotAnswer() {
        Ledger ledger =
                new Ledger("jdbc:h2:file:/proc/nowhere/ledger;TRACE_LEVEL_FILE=0;PASSWORD=secret", new Properties());
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.users(AccountFilter.ALL))
                .withMessageContaining("/proc/nowhere/ledger")
                .withMessageContaining("accounting.ledger")
                .withMessageNotContaining("\n")
                .satisfies(e -> org.assertj.core.api.Assertions.assertThat(ledger.toString())
                        .doesNotContain("secret"));
    }
}
