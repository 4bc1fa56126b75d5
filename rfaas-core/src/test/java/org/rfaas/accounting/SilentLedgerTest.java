package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database whose host takes connections and never says a word. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentLedgerTest {
    @Test
    void shouldCountAsAway() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Ledger ledger = new Ledger(
                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/rfaas",
                    new Properties(),
                    Duration.ofSeconds(1));
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(() -> ledger.users(AccountFilter.ALL))
                    .withMessageContaining("accounting.ledger");
        }
    }
}
