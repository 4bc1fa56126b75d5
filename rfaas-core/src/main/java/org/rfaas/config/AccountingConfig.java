package org.rfaas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import org.rfaas.accounting.Accounting;
import org.rfaas.accounting.LedgerException;
import org.rfaas.accounting.Prices;
import org.rfaas.fabric.Fabric;
import org.rfaas.file.SecretFile;

/**
 * The keys {@code accounting.*}.
 *
 * @param directory where the resource manager keeps its accounts file and the embedded ledger, if configured
 * @param ledger JDBC address, or empty for an embedded database
 * @param ledgerUser or empty
 * @param ledgerPasswordFile whose first line is the password
 * @param interval how often nodes report, and the ledger is written
 */
public record AccountingConfig(
        Optional<Path> directory,
        String ledger,
        String ledgerUser,
        Optional<Path> ledgerPasswordFile,
        Duration interval,
        Prices prices) {
    public AccountingConfig {
        if (interval.toMillis() < 10 || interval.toHours() > 1) {
            throw new IllegalArgumentException("accounting.interval is not between 10 ms and 1 h");
        }
        if (!ledger.isEmpty() && !ledger.startsWith("jdbc:")) {
            throw new IllegalArgumentException("accounting.ledger '" + ledger
                    + "' is no JDBC address; write for example jdbc:postgresql://host/database");
        }
    }

    /**
     * Starts to keep the bill.
     *
     * @param fallback the directory where none is configured
     * @param fabric registers the memory that nodes report into; stays the caller's
     * @throws ConfigurationException when the password's file cannot be read, or others can read or write it, or no driver takes the ledger's
     *     address, or the directory is none that can be written to
     * @throws LedgerException when the directory cannot be used now
     */
    public Accounting start(Path fallback, Fabric fabric, InstantSource clock) {
        try {
            return Accounting.start(options(fallback), fabric, clock);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private Accounting.Options options(Path fallback) {
        Properties login = new Properties();
        if (!ledgerUser.isEmpty()) {
            login.setProperty("user", ledgerUser);
        }
        ledgerPasswordFile.ifPresent(file ->
                login.setProperty("password", new SecretFile(file, "accounting.ledger-password-file").firstLine()));
        return new Accounting.Options(directory.orElse(fallback), ledger, login, prices, interval);
    }
}
