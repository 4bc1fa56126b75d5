package org.rfaas.executor.usage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlException;
import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what executors have used to the resource manager, every so often and finally. While there is no connection it
 * waits; whatever is not handed over stays in the {@link UsageStore}, for the next manager of this node too.
 */
public final class UsageCourier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageCourier.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final UsageStore store;
    private final Duration interval;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);

    /** Guarded by itself; what is in it is the courier thread's. */
    private final List<LeaseUsage> carried = new ArrayList<>();

    private volatile @Nullable ControlClient connection;
    private @Nullable ControlClient unwilling;
    private volatile boolean closing;

    /** @param store stays the caller's */
    public UsageCourier(UsageStore store, Duration interval) {
        this.store = store;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("usage-courier").unstarted(this::run);
    }

    /** Takes over what former managers left behind, and begins. */
    public void start() {
        for (UsageStore.Note note : store.leftBehind()) {
            LOG.info(
                    "usage of lease {} was left behind and is carried on",
                    note.certificate().lease());
            carry(note.box(), note.certificate(), true);
        }
        thread.start();
    }

    /** There is a new connection; what was opened over former ones is void. */
    public void connected(ControlClient manager) {
        connection = manager;
        wake.release();
    }

    /** A lease's executor is about to be used. */
    public void begin(SignedCertificate certificate, UsageBox box) {
        try {
            store.note(box, certificate);
        } catch (IOException e) {
            LOG.error("usage of lease {} would not survive this manager: {}", certificate.lease(), e.getMessage());
        }
        carry(box, certificate, false);
    }

    private void carry(UsageBox box, SignedCertificate certificate, boolean isLeftBehind) {
        try {
            LeaseUsage usage = new LeaseUsage(box, certificate, isLeftBehind);
            synchronized (carried) {
                carried.add(usage);
            }
        } catch (NoSuchFileException e) {
            LOG.error("lease {} goes unaccounted: its usage page {} is gone", certificate.lease(), box.page());
            forget(box); // there is nothing to carry on, now or later
        } catch (IOException e) {
            LOG.error("lease {} goes unaccounted: {}", certificate.lease(), e.getMessage());
        }
    }

    /** Nothing of a lease runs any more. */
    public void finish(LeaseId lease) {
        synchronized (carried) {
            carried.stream()
                    .filter(usage -> usage.certificate().lease().equals(lease))
                    .forEach(LeaseUsage::exited);
        }
        wake.release();
    }

    private void run() {
        try {
            while (!closing) {
                round();
                if (wake.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("usage is no longer carried", e);
        }
        round();
        synchronized (carried) {
            carried.forEach(LeaseUsage::close);
        }
    }

    private void round() {
        ControlClient manager = connection;
        if (manager == null) {
            return;
        }
        List<LeaseUsage> all;
        synchronized (carried) {
            all = List.copyOf(carried);
        }
        for (Iterator<LeaseUsage> each = all.iterator(); each.hasNext() && manager.isConnected(); ) {
            carry(manager, each.next());
        }
    }

    private void carry(ControlClient manager, LeaseUsage usage) {
        if (manager.equals(unwilling) || usage.isRefusedBy(manager)) {
            return;
        }
        try {
            // asked first: what is delivered then is final
            boolean isFinal = usage.isFinal();
            if (isFinal) {
                usage.settle(manager);
                forget(usage);
            } else if (!usage.hasNoSlotAt(manager)) {
                usage.deliver(manager);
            }
        } catch (RefusedException e) {
            if (e.code() == RefusalCode.UNSUPPORTED) {
                unwilling = manager;
                LOG.info("usage is kept here: {}", e.getMessage());
            } else if (e.code() == RefusalCode.OUT_OF_LIMITS) {
                usage.noSlotAt(manager);
                LOG.info(
                        "usage of lease {} is reported at its end only: {}",
                        usage.certificate().lease(),
                        e.getMessage());
            } else if (e.code() == RefusalCode.INTERNAL) {
                LOG.debug(
                        "usage of lease {} is kept for later",
                        usage.certificate().lease(),
                        e);
            } else {
                usage.refused(manager);
                LOG.warn(
                        "usage of lease {} is kept here: {}",
                        usage.certificate().lease(),
                        e.getMessage());
            }
        } catch (ControlException | IOException e) {
            LOG.debug("usage of lease {} is kept for later", usage.certificate().lease(), e);
        } catch (RuntimeException | Error e) { // the other leases have their bills, too
            LOG.error("usage of lease {} is kept for later", usage.certificate().lease(), e);
        }
    }

    private void forget(LeaseUsage usage) {
        synchronized (carried) {
            carried.remove(usage);
        }
        usage.close();
        forget(usage.box());
    }

    private void forget(UsageBox box) {
        try {
            store.forget(box);
        } catch (IOException e) {
            LOG.warn("{} is left behind: {}", box.folder(), e.getMessage());
        }
    }

    /** Hands over what can be handed over now; the rest stays in the store. Close the connection after this. */
    @Override
    public void close() {
        closing = true;
        wake.release();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                LOG.warn("the resource manager does not answer; usage stays in the store");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
