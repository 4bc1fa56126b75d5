package org.rfaas.manager;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.rfaas.control.ControlException;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.LeaseGranted;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.LeaseState.Ended;
import org.rfaas.lease.NodeProof;
import org.rfaas.lease.NodeTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resource manager's decisions: the {@link LeaseBook} behind a lock, certificates, and who is told what. Any thread may
 * call any method.
 */
final class LeaseDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseDesk.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClusterKey key;
    private final CertificateSigner signer;
    private final LeaseTerms terms;
    private final InstantSource clock;

    /** Guarded by {@code this}, as is everything below; nothing is sent while it is held. */
    private final LeaseBook book;

    private final Map<ControlSession, NodeSession> sessions = new HashMap<>();
    private final Map<String, NodeSession> nodes = new HashMap<>();

    LeaseDesk(ClusterKey key, LeaseTerms terms, InstantSource clock) {
        this.key = key;
        this.signer = new CertificateSigner(key);
        this.terms = terms;
        this.clock = clock;
        this.book = new LeaseBook(terms.expiryMargin().toMillis());
    }

    Reply request(RequestLease request) {
        LeaseRequest wanted = request.lease();
        Optional<Refused> tooLong = refuseTooLong(wanted.duration());
        if (tooLong.isPresent()) {
            return tooLong.get();
        }
        LeaseCertificate certificate;
        synchronized (this) {
            passTime();
            Optional<LeaseCertificate> granted = book.grant(wanted, freshId(), clock.millis());
            if (granted.isEmpty()) {
                return new Refused(RefusalCode.NO_CAPACITY, describeShortage(wanted));
            }
            certificate = granted.get();
        }
        LOG.info(
                "lease {} granted to job {}: {} cores of node {} for {} ms",
                certificate.lease(),
                certificate.jobId(),
                certificate.cores(),
                certificate.nodeName(),
                wanted.duration().toMillis());
        return new LeaseGranted(signer.sign(certificate));
    }

    private String describeShortage(LeaseRequest wanted) {
        List<NodeTable.Row> online =
                book.nodes().stream().filter(NodeTable.Row::online).toList();
        if (online.isEmpty()) {
            return "no node is registered; start one with: rfaas executor-manager";
        }
        int mostCores = online.stream().mapToInt(NodeTable.Row::freeCores).max().orElse(0);
        return "no node has " + wanted.cores() + " cores and " + (wanted.memoryBytes() >> 20)
                + " MiB free; the most free cores on one of " + online.size() + " nodes are " + mostCores
                + ": lease less, wait, or add nodes";
    }

    private Optional<Refused> refuseTooLong(Duration duration) {
        return duration.compareTo(terms.maxDuration()) <= 0
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalCode.OUT_OF_LIMITS,
                        "a lease of " + duration.toSeconds() + " s; lease.max-duration is "
                                + terms.maxDuration().toSeconds() + " s"));
    }

    private LeaseId freshId() {
        LeaseId id = new LeaseId(RANDOM.nextLong());
        return book.state(id).isPresent() ? freshId() : id;
    }

    Reply renew(RenewLease request) {
        LeaseId lease = signer.verifyOrigin(request.certificate()).lease();
        Optional<Refused> tooLong = refuseTooLong(request.duration());
        if (tooLong.isPresent()) {
            return tooLong.get();
        }
        Optional<LeaseCertificate> later;
        synchronized (this) {
            later = book.renew(lease, request.duration().toMillis(), clock.millis());
        }
        return later.<Reply>map(certificate -> new LeaseGranted(signer.sign(certificate)))
                .orElseGet(() ->
                        new Refused(RefusalCode.UNKNOWN_LEASE, "lease " + lease + " has ended; request a new one"));
    }

    Reply release(ReleaseLease request) {
        LeaseId lease = signer.verifyOrigin(request.certificate()).lease();
        end(lease, EndReason.RELEASED, Duration.ZERO);
        return new Done();
    }

    /** Takes a lease back, or accepts it back; the node is told, and sets the cores free with its report. */
    void end(LeaseId lease, EndReason reason, Duration grace) {
        NodeSession node;
        synchronized (this) {
            node = book.askEnd(lease, reason)
                    .map(certificate -> nodes.get(certificate.nodeName()))
                    .orElse(null);
        }
        if (node != null) {
            try {
                node.control().send(new LeaseEnding(lease, reason, grace));
            } catch (ControlException e) {
                // its session ends, and so do its leases
                LOG.debug("node of lease {} cannot be told: {}", lease, e.getMessage());
            }
        }
    }

    Reply hold(ControlSession session, HoldLeases request) {
        List<LeaseCertificate> certificates =
                request.certificates().stream().map(signer::verifyOrigin).toList();
        synchronized (this) {
            NodeSession node = sessions.computeIfAbsent(session, NodeSession::new);
            for (LeaseCertificate certificate : certificates) {
                if (!node.isRegistered()) {
                    node.hold(certificate);
                } else if (node.isNode(certificate.nodeName())) {
                    book.hold(certificate);
                } else {
                    return wrongNode(certificate, Objects.requireNonNull(node.nodeName()));
                }
            }
        }
        return new Done();
    }

    private static Refused wrongNode(LeaseCertificate certificate, String nodeName) {
        return new Refused(
                RefusalCode.CERTIFICATE_WRONG_NODE,
                "lease " + certificate.lease() + " is for node " + certificate.nodeName() + ", not " + nodeName);
    }

    Reply register(ControlSession session, RegisterNode request) {
        String name = request.node().name();
        if (!NodeProof.of(key, session.challenge(), request.node()).equals(request.proof())) {
            LOG.warn("{}: node {} does not know the cluster key", session.name(), name);
            return new Refused(
                    RefusalCode.NOT_AUTHENTICATED,
                    "node " + name
                            + " does not know the cluster key; give it the resource manager's security.key-file");
        }
        NodeSession former;
        List<Ended> ended;
        int held;
        synchronized (this) {
            NodeSession node = sessions.computeIfAbsent(session, NodeSession::new);
            if (node.isRegistered()) {
                return new Refused(RefusalCode.UNSUPPORTED, "this connection has registered " + node.nodeName());
            }
            List<LeaseCertificate> certificates = node.register(name);
            for (LeaseCertificate certificate : certificates) {
                if (!certificate.nodeName().equals(name)) {
                    sessions.remove(session);
                    return wrongNode(certificate, name);
                }
            }
            former = nodes.put(name, node);
            ended = book.register(request.node(), certificates);
            held = certificates.size();
        }
        if (former != null) {
            LOG.warn("node {} registered again; dropping its former connection", name);
            former.control().close("node " + name + " has a newer connection");
        }
        LOG.info(
                "node {} registered: {} cores, {} MiB at {}, holding {} leases",
                name,
                request.node().cores(),
                request.node().memoryBytes() >> 20,
                request.node().address(),
                held);
        logEnds(ended);
        return new Done();
    }

    void reported(ControlSession session, LeaseEnded report) {
        Optional<Ended> ended;
        synchronized (this) {
            NodeSession node = sessions.get(session);
            boolean itsOwn = node != null
                    && book.state(report.lease())
                            .flatMap(LeaseBook::certificateOf)
                            .filter(certificate -> node.isNode(certificate.nodeName()))
                            .isPresent();
            ended = itsOwn ? book.reportEnd(report.lease(), report.reason()) : Optional.empty();
        }
        ended.ifPresent(end -> logEnd(end, report.text()));
    }

    void disconnected(ControlSession session) {
        List<Ended> ended = List.of();
        String lost = null;
        synchronized (this) {
            NodeSession node = sessions.remove(session);
            if (node != null && node.nodeName() != null && nodes.remove(node.nodeName(), node)) {
                lost = node.nodeName();
                ended = book.lost(lost);
            }
        }
        if (lost != null) {
            if (ended.isEmpty()) {
                LOG.info("node {} has left; it held no lease", lost);
            } else {
                LOG.warn("node {} lost, with {} leases", lost, ended.size());
            }
            logEnds(ended);
        }
    }

    /** Ends what has expired. */
    void passTime() {
        List<Ended> ended;
        synchronized (this) {
            ended = book.passTime(clock.millis());
        }
        logEnds(ended);
    }

    synchronized Reply list(ListNodes request) {
        return StatusPages.nodes(book, request);
    }

    synchronized Reply list(ListLeases request) {
        return StatusPages.leases(book, request);
    }

    private static void logEnds(List<Ended> ended) {
        ended.forEach(end -> logEnd(end, ""));
    }

    private static void logEnd(Ended end, String text) {
        LOG.info("lease {} ended: {}{}", end.lease(), end.reason(), text.isEmpty() ? "" : ", " + text);
    }
}
