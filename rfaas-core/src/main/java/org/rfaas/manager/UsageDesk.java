package org.rfaas.manager;

import java.util.Optional;
import org.rfaas.accounting.Accounting;
import org.rfaas.accounting.Accounts;
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
    private volatile Optional<Accounting> accounting = Optional.empty();
    private final CertificateSigner signer;
    private final NodeDesk nodes;

    UsageDesk(CertificateSigner signer, NodeDesk nodes) {
        this.signer = signer;
        this.nodes = nodes;
    }

    /** From now on there is somebody who keeps it. */
    void keep(Accounting keeper) {
        accounting = Optional.of(keeper);
    }

    Optional<Accounts> accounts() {
        return accounting.map(Accounting::accounts);
    }

    Reply open(ControlSession session, OpenUsage request) {
        LeaseCertificate lease = signer.verifyOrigin(request.certificate());
        Optional<Accounting> keeper = accounting;
        if (keeper.isEmpty()) {
            return unsupported();
        }
        if (!nodes.isNode(session, lease.nodeName())) {
            return notIts(session, lease);
        }
        RegionDescriptor region = keeper.get().slots().region().descriptor();
        return keeper.get()
                .slots()
                .open(session, lease)
                .<Reply>map(offset -> new UsageOpened(region, offset))
                .orElseGet(() -> new Refused(
                        RefusalCode.OUT_OF_LIMITS, "too many leases report at once; this one's bill comes at its end"));
    }

    Reply close(ControlSession session, CloseUsage request) {
        LeaseCertificate lease = signer.verifyOrigin(request.certificate());
        Optional<Accounting> keeper = accounting;
        if (keeper.isEmpty()) {
            return unsupported();
        }
        if (!nodes.isNode(session, lease.nodeName())) {
            return notIts(session, lease);
        }
        boolean isKept = keeper.get().keeper().close(lease, request.total());
        keeper.get().slots().closed(session, lease.lease());
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
