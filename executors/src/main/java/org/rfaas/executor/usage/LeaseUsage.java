package org.rfaas.executor.usage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rfaas.accounting.Usage;
import org.rfaas.accounting.UsageRow;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.OpenUsage;
import org.rfaas.control.ControlMessage.UsageOpened;
import org.rfaas.control.RemoteMemory;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is carried for one lease: the totals on its page, and how much of them the resource manager has over the present
 * connection. One thread at a time.
 */
final class LeaseUsage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseUsage.class);

    private final UsageBox box;
    private final SignedCertificate certificate;
    private final UsagePage page;

    /** A lease of a former manager, whose executor may still be about to exit. */
    private final boolean isLeftBehind;

    private Usage last = Usage.NONE;
    private boolean isBroken;
    private volatile boolean hasExited;
    private @Nullable ControlClient refusedBy;
    private @Nullable ControlClient withoutSlot;
    private @Nullable ControlClient connection;
    private @Nullable RemoteMemory slots;
    private long offset;
    private Usage delivered = Usage.NONE;

    LeaseUsage(UsageBox box, SignedCertificate certificate, boolean isLeftBehind) throws IOException {
        this.box = box;
        this.certificate = certificate;
        this.page = UsagePage.open(box.page());
        this.isLeftBehind = isLeftBehind;
    }

    UsageBox box() {
        return box;
    }

    SignedCertificate certificate() {
        return certificate;
    }

    /** Nothing of the lease runs any more: what the page says from now on is final. */
    void exited() {
        hasExited = true;
    }

    /** This resource manager does not want it, for a reason that lies with this lease. */
    void refused(ControlClient manager) {
        refusedBy = manager;
    }

    boolean isRefusedBy(ControlClient manager) {
        return manager.equals(refusedBy);
    }

    /** This resource manager has no slot for it now; its bill goes there at its end. */
    void noSlotAt(ControlClient manager) {
        withoutSlot = manager;
    }

    boolean hasNoSlotAt(ControlClient manager) {
        return manager.equals(withoutSlot);
    }

    boolean isFinal() throws IOException {
        return hasExited || (isLeftBehind && !page.isBeingWritten());
    }

    /** Brings the resource manager's slot up to the page; over a new connection that is a new slot. */
    void deliver(ControlClient manager) {
        Usage total = total();
        RemoteMemory memory = slots;
        if (memory == null || !manager.equals(connection)) {
            UsageOpened opened = manager.call(new OpenUsage(certificate), UsageOpened.class);
            memory = manager.attach(opened.region());
            slots = memory;
            connection = manager;
            offset = opened.offset();
            delivered = Usage.NONE;
        }
        for (int word = 0; word < UsageRow.WORDS; word++) {
            long value = UsageRow.word(total, word);
            long added = value - UsageRow.word(delivered, word);
            long at = offset + (long) word * Long.BYTES;
            if (added != 0 && manager.hasAtomics()) {
                memory.fetchAndAdd(at, added);
            } else if (added != 0) {
                memory.write(at, value);
            }
        }
        delivered = total;
    }

    /** Hands over the final totals; on return the resource manager has them for good. */
    void settle(ControlClient manager) {
        manager.call(new CloseUsage(certificate, total()), Done.class);
    }

    /** Counters never fall, and what cannot be read any more is what was read last. */
    private Usage total() {
        if (!isBroken) {
            try {
                last = last.latest(page.total());
            } catch (IOException e) {
                isBroken = true;
                LOG.warn("lease {}: {}; its bill stays as it was", certificate.lease(), e.getMessage());
            }
        }
        return last;
    }

    @Override
    public void close() {
        page.close();
    }
}
