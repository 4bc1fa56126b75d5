package org.rfaas.manager;

import java.util.Optional;
import org.rfaas.accounting.Accounting;
import org.rfaas.accounting.Accounts;
import org.rfaas.accounting.UsageSlots;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.OpenUsage;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.UsageOpened;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.LeaseCertificate;

/** Takes what nodes say their leases have used; of leases of other nodes they have nothing to say. */
final class UsageDesk {
    private final CertificateSigner signer;
    private final NodeDesk nodes;
    private final Optional<Accounting> accounting;

    /**
     * @param accounting who keeps it, if somebody does
     */
    UsageDesk(CertificateSigner signer, NodeDesk nodes, Optional<Accounting> accounting) {
        this.signer = signer;
        this.nodes = nodes;
        this.accounting = accounting;
    }

    Optional<Accounts> accounts() {
        return accounting.map(Accounting::accounts);
    }

    Reply open(ControlSession session, OpenUsage request) {
        LeaseCertificate lease = signer.verifyOrigin(request.certificate());
        if (accounting.isEmpty()) {
            return unsupported();
        }
        if (!nodes.isNode(session, lease.nodeName())) {
            return notIts(session, lease);
        }
        UsageSlots slots = accounting.get().slots();
        RegionDescriptor region = slots.region().descriptor();
        return slots.open(session, lease)
                .<Reply>map(offset -> new UsageOpened(region, offset))
                .orElseGet(() -> new Refused(
                        RefusalCode.OUT_OF_LIMITS, "too many leases report at once; this one's bill comes at its end"));
    }

    Reply close(ControlSession session, CloseUsage request) {
        LeaseCertificate lease = signer.verifyOrigin(request.certificate());
        if (accounting.isEmpty()) {
            return unsupported();
        }
        if (!nodes.isNode(session, lease.nodeName())) {
            return notIts(session, lease);
        }
        boolean isKept = accounting.get().keeper().close(lease, request.total());
        accounting.get().slots().closed(session, lease.lease());
        return isKept
                ? new Done()
                : new Refused(RefusalCode.INTERNAL, "the accounts file is full; keep the usage and try again");
    }

    /** A connection is over, and its queue pair closed. */
    void disconnected(ControlSession session) {
        accounting.ifPresent(open -> open.slots().disconnected(session));
    }

    private static Refused unsupported() {
        return new Refused(RefusalCode.UNSUPPORTED, "this resource manager keeps no accounts");
    }

    private static Refused notIts(ControlSession session, LeaseCertificate lease) {
        return new Refused(
                RefusalCode.CERTIFICATE_WRONG_NODE,
                "lease " + lease.lease() + " is for node " + lease.nodeName() + ", which " + session.name()
                        + " is not");
    }
}
