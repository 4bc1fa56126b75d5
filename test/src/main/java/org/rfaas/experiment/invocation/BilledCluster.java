package org.rfaas.experiment.invocation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.accounting.LeaseAccount;
import org.rfaas.accounting.Ledger;
import org.rfaas.experiment.Checkout;
import org.rfaas.fabric.FabricAddress;

/** Managers of this host in a process of their own, and the ledger they write. */
final class BilledCluster implements AutoCloseable {
    /** How old what the ledger says of a running lease may be, at most. */
    static final Duration LEDGER_AGE = Duration.ofMillis(300);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MS = 20;
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final FabricAddress manager;
    private final Ledger ledger;

    private BilledCluster(Process process, FabricAddress manager, Ledger ledger) {
        this.process = process;
        this.manager = manager;
        this.ledger = ledger;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param folder for its ledger and its log
     */
    static BilledCluster start(Path folder) throws IOException, InterruptedException {
        // AUTO_SERVER: so that we may read what it writes
        String url = "jdbc:h2:file:" + folder.resolve("ledger") + ";AUTO_SERVER=TRUE;TRACE_LEVEL_FILE=0";
        Path configuration = folder.resolve("cluster.conf");
        Files.writeString(
                configuration,
                "accounting.directory = \"" + folder + "\"\naccounting.ledger = \"" + url
                        + "\"\naccounting.interval = 100 ms\n",
                StandardCharsets.UTF_8);
        Path address = folder.resolve("address");
        Path log = folder.resolve("cluster.log");
        Process process = new ProcessBuilder(
                        Checkout.script("rfaas").toString(),
                        "local",
                        "--cores",
                        "1",
                        "--config",
                        configuration.toString(),
                        "--address-file",
                        address.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            FabricAddress manager = awaitAddress(process, address)
                    .orElseThrow(() -> new IOException("the cluster did not start: " + lastLine(log)));
            return new BilledCluster(process, manager, new Ledger(url, new Properties()));
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Optional<FabricAddress> awaitAddress(Process process, Path file)
            throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + START_TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadlineNs) {
            if (Files.exists(file)) {
                return Optional.of(FabricAddress.parse(
                        Files.readString(file, StandardCharsets.UTF_8).strip()));
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
        return Optional.empty();
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException e) {
            return "its log cannot be read, " + e.getMessage();
        }
    }

    /** Of the resource manager. */
    FabricAddress manager() {
        return manager;
    }

    /**
     * The bill of a job's only lease, {@link #LEDGER_AGE} old at most.
     *
     * @throws IllegalStateException when there is none
     */
    LeaseAccount bill(String jobId) {
        return ledger.leases(new AccountFilter(Optional.of(jobId), Optional.empty(), 1)).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no bill for " + jobId));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
