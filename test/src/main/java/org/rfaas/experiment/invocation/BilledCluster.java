package org.rfaas.experiment.invocation;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.accounting.LeaseAccount;
import org.rfaas.accounting.Ledger;
import org.rfaas.experiment.ScratchFolder;
import org.rfaas.experiment.host.LocalCluster;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.OpenResources;

/** A cluster on this host for one lease of a core at a time, and the ledger it writes. */
final class BilledCluster implements AutoCloseable {
    /** How old what the ledger says of a running lease may be, at most. */
    static final Duration LEDGER_AGE = Duration.ofMillis(300);

    private final ScratchFolder books;
    private final LocalCluster cluster;
    private final Ledger ledger;

    private BilledCluster(ScratchFolder books, LocalCluster cluster, Ledger ledger) {
        this.books = books;
        this.cluster = cluster;
        this.ledger = ledger;
    }

    /** Starts it and waits until it serves. */
    static BilledCluster start() throws IOException, InterruptedException {
        OpenResources taken = new OpenResources();
        ScratchFolder books = taken.add(ScratchFolder.create());
        // AUTO_SERVER: so that we may read what it writes
        String url = "jdbc:h2:file:" + books.path().resolve("ledger") + ";AUTO_SERVER=TRUE;TRACE_LEVEL_FILE=0";
        try {
            LocalCluster cluster = taken.add(LocalCluster.start(
                    2, // the core of the lease before may not be free again when the next one is asked for
                    "accounting.directory = \"" + books.path() + "\"",
                    "accounting.ledger = \"" + url + "\"",
                    "accounting.interval = 100 ms"));
            return new BilledCluster(books, cluster, new Ledger(url, new Properties()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            var _ = taken.closeAfter(e); // the cluster before the books it writes
            throw e;
        }
    }

    /** Of the resource manager. */
    FabricAddress manager() {
        return cluster.address();
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
    public void close() throws IOException {
        try (books) {
            cluster.close();
        }
    }
}
