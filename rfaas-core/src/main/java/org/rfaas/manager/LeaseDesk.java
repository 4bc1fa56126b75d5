package org.rfaas.manager;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rfaas.control.ControlHandler.Responder;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.LeaseGranted;
import org.rfaas.control.ControlMessage.LeasesGranted;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;

/** The resource manager's dealings with those who lease. Any thread may call any method. */
final class LeaseDesk {
    private final CertificateSigner signer;
    private final SharedBook book;
    private final NodeDesk nodes;
    private final WaitingRoom waitingRoom;
    private final LeaseTerms terms;

    LeaseDesk(CertificateSigner signer, SharedBook book, NodeDesk nodes, WaitingRoom waitingRoom, LeaseTerms terms) {
        this.signer = signer;
        this.book = book;
        this.nodes = nodes;
        this.waitingRoom = waitingRoom;
        this.terms = terms;
    }

    /** Grants now, or lets the request wait, or refuses. */
    void request(ControlSession session, LeaseRequest wanted, Responder responder) {
        Optional<Refused> refused = refuseTooLong(wanted.duration()).or(() -> refuseTooMuch(wanted));
        if (refused.isPresent()) {
            responder.reply(refused.get());
            return;
        }
        boolean wouldWait = wanted.patience().isPositive();
        List<LeaseCertificate> granted = book.call(leases ->
                // whoever would wait takes a turn among those who do
                wouldWait && waitingRoom.size() > 0 ? List.of() : grantNow(wanted, leases));
        if (!granted.isEmpty()) {
            responder.reply(new LeasesGranted(granted.stream().map(signer::sign).toList(), Duration.ZERO));
        } else if (wouldWait) {
            waitingRoom.enter(session, wanted, responder);
        } else {
            responder.reply(book.call(leases -> describeShortage(wanted, leases)));
        }
    }

    private List<LeaseCertificate> grantNow(LeaseRequest wanted, LeaseBook leases) {
        return terms.users().permits(wanted, leases.heldCores())
                ? leases.grant(wanted, LeaseId::random, book.nowMs())
                : List.of();
    }

    private Optional<Refused> refuseTooMuch(LeaseRequest wanted) {
        return terms.users().everPermits(wanted)
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalCode.OUT_OF_LIMITS,
                        wanted.totalCores() + " cores; lease.max-cores-per-user is "
                                + terms.users().maxCores()));
    }

    private Refused describeShortage(LeaseRequest wanted, LeaseBook leases) {
        if (!terms.users().permits(wanted, leases.heldCores())) {
            return new Refused(
                    RefusalCode.OUT_OF_LIMITS,
                    "user " + wanted.user() + " holds " + leases.heldCores().ofUser(wanted.user())
                            + " cores; lease.max-cores-per-user is "
                            + terms.users().maxCores()
                            + ": give some back, or wait");
        }
        int connected = leases.nodes().connected();
        if (connected == 0) {
            return new Refused(
                    RefusalCode.NO_CAPACITY, "no node is registered; start one with: rfaas executor-manager");
        }
        String what = wanted.count() == 1
                ? "no node has " + wanted.cores() + " cores"
                : "no nodes have " + wanted.count() + " times " + wanted.cores() + " cores";
        return new Refused(
                RefusalCode.NO_CAPACITY,
                what + " and " + (wanted.memoryBytes() >> 20) + " MiB free; the most free cores on one of "
                        + connected + " nodes are " + leases.nodes().mostFreeCores()
                        + describeLeftAside(leases.nodes().leftAside())
                        + ": lease less, wait, or add nodes");
    }

    private static String describeLeftAside(int nodes) {
        return nodes == 0 ? "" : ", leaving aside " + nodes + " that could not serve a lease a moment ago";
    }

    private Optional<Refused> refuseTooLong(Duration duration) {
        return duration.compareTo(terms.maxDuration()) <= 0
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalCode.OUT_OF_LIMITS,
                        "a lease of " + duration.toSeconds() + " s; lease.max-duration is "
                                + terms.maxDuration().toSeconds() + " s"));
    }

    Reply renew(RenewLease request) {
        LeaseId lease = signer.verifyOrigin(request.certificate()).lease();
        Optional<Refused> tooLong = refuseTooLong(request.duration());
        if (tooLong.isPresent()) {
            return tooLong.get();
        }
        Optional<LeaseCertificate> later =
                book.call(leases -> leases.renew(lease, request.duration().toMillis(), book.nowMs()));
        return later.<Reply>map(certificate -> new LeaseGranted(signer.sign(certificate)))
                .orElseGet(() ->
                        new Refused(RefusalCode.UNKNOWN_LEASE, "lease " + lease + " has ended; request a new one"));
    }

    Reply release(ReleaseLease request) {
        end(signer.verifyOrigin(request.certificate()).lease(), EndReason.RELEASED, Duration.ZERO);
        return new Done();
    }

    /**
     * Takes a lease back, or accepts it back; the node is told, and sets the cores free with its report.
     *
     * @return whether there was such a lease
     */
    boolean end(LeaseId lease, EndReason reason, Duration grace) {
        Optional<LeaseCertificate> certificate =
                book.call(leases -> leases.askEnd(lease, reason, book.nowMs() + grace.toMillis()));
        certificate.ifPresent(known -> nodes.tell(known, reason, grace));
        return certificate.isPresent();
    }
}
