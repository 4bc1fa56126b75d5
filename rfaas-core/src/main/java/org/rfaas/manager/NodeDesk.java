package org.rfaas.manager;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.control.ControlException;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ending;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeProof;
import org.rfaas.lease.NodeTable;
import org.rfaas.manager.NodeDecisions.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resource manager's dealings with executor managers. Any thread may call any method. */
final class NodeDesk {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDesk.class);

    /** A node that could not start an executor is likely to fail the next lease, too: others are leased first for so long. */
    private static final long AVOIDED_MS = 30_000;

    private final ClusterKey key;
    private final CertificateSigner signer;
    private final SharedBook book;
    private final NodeDecisions decisions;
    private final long lostAfterMs;

    /** Guarded by the book's lock, as is everything below. */
    private final Map<ControlSession, NodeSession> sessions = new HashMap<>();

    private final Map<String, NodeSession> nodes = new HashMap<>();

    /** Nodes that are away, and when they count as lost. */
    private final Map<String, Long> awayUntilMs = new HashMap<>();

    private final DisplacedNodes displaced = new DisplacedNodes();

    NodeDesk(ClusterKey key, CertificateSigner signer, SharedBook book, NodeDecisions decisions, LeaseTerms terms) {
        this.key = key;
        this.signer = signer;
        this.book = book;
        this.decisions = decisions;
        this.lostAfterMs = terms.nodeLostAfter().toMillis();
    }

    /** Nodes known from before a restart have from now on to come back, and stay drained if they were. */
    void expectRestored() {
        book.run(leases -> {
            for (NodeTable.Row row : leases.nodes().rows()) {
                String name = row.capacity().name();
                awayUntilMs.put(name, book.nowMs() + lostAfterMs);
                if (decisions.is(name, Decision.DRAINING)) {
                    leases.drain(name);
                }
            }
        });
    }

    /** A node says what it runs: before its registration all of it, later what is new. */
    Reply hold(ControlSession session, HoldLeases request) {
        List<LeaseCertificate> certificates =
                request.certificates().stream().map(signer::verifyOrigin).toList();
        return book.call(leases -> hold(session, certificates, leases));
    }

    private Reply hold(ControlSession session, List<LeaseCertificate> certificates, LeaseBook leases) {
        NodeSession node = sessions.computeIfAbsent(session, NodeSession::new);
        if (node.isRegistered() && nodes.get(node.nodeName()) != node) {
            return new Refused(
                    RefusalCode.UNSUPPORTED,
                    "node " + node.nodeName()
                            + " has a newer connection, or was removed; what it runs is known from that");
        }
        for (LeaseCertificate certificate : certificates) {
            if (!node.isRegistered()) {
                node.hold(certificate);
            } else if (node.isNode(certificate.nodeName())) {
                leases.hold(certificate);
            } else {
                return wrongNode(certificate, Objects.requireNonNull(node.nodeName()));
            }
        }
        return new Done();
    }

    private static Refused wrongNode(LeaseCertificate certificate, String nodeName) {
        return new Refused(
                RefusalCode.CERTIFICATE_WRONG_NODE,
                "lease " + certificate.lease() + " is for node " + certificate.nodeName() + ", not " + nodeName);
    }

    /** @param displaced what was connected under the node's name and is another executor manager, if there was one */
    private record Registration(
            Reply reply,
            @Nullable NodeSession former,
            Optional<NodeCapacity> displaced,
            List<Ending> endings,
            int held) {
        static Registration refused(Refused why) {
            return new Registration(why, null, Optional.empty(), List.of(), 0);
        }
    }

    /** A node offers its cores. */
    Reply register(ControlSession session, RegisterNode request) {
        NodeCapacity offered = request.node();
        if (!NodeProof.isGood(request.proof(), key, session.challenge(), offered)) {
            LOG.warn(
                    "{}: node {}, which says it is at {}, does not know the cluster key",
                    session.name(),
                    offered.name(),
                    offered.address());
            return new Refused(
                    RefusalCode.NOT_AUTHENTICATED,
                    "node " + offered.name()
                            + " does not know the cluster key; give it the resource manager's security.key-file");
        }
        if (decisions.is(offered.name(), Decision.REMOVED)) {
            return new Refused(
                    RefusalCode.NODE_REMOVED,
                    "node " + offered.name() + " was removed by an operator; let it come back with: rfaas nodes add "
                            + offered.name());
        }
        Registration done = book.call(leases -> register(session, offered, leases));
        NodeSession former = done.former();
        if (former != null) {
            done.displaced()
                    .ifPresentOrElse(
                            other -> LOG.warn(
                                    "node {} registered from {} while it was connected from {}, which is dropped; if"
                                            + " both run, give each an executor-manager.node-name of its own",
                                    offered.name(),
                                    offered.address(),
                                    other.address()),
                            () -> LOG.warn("node {} registered again; dropping its former connection", offered.name()));
            former.control().close("node " + offered.name() + " has a newer connection");
        }
        if (done.reply() instanceof Done) {
            forgetExpected(offered.name());
            LOG.info(
                    "node {} registered: {} cores, {} MiB at {}, holding {} leases",
                    offered.name(),
                    offered.cores(),
                    offered.memoryBytes() >> 20,
                    offered.address(),
                    done.held());
        }
        // it may not have heard of these, or it ended them and this side has not heard
        long nowMs = book.nowMs();
        done.endings()
                .forEach(ending -> tell(
                        ending.certificate(),
                        ending.reason(),
                        Duration.ofMillis(Math.max(0, ending.graceUntilMs() - nowMs))));
        return done.reply();
    }

    /** A full disk must not keep out a node that has come. */
    private void forgetExpected(String nodeName) {
        try {
            decisions.withdraw(nodeName, Decision.EXPECTED);
        } catch (UncheckedIOException e) {
            LOG.warn("node {} stays listed as expected, too: {}", nodeName, e.getMessage());
        }
    }

    private Registration register(ControlSession session, NodeCapacity offered, LeaseBook leases) {
        if (displaced.contains(offered)) {
            return Registration.refused(new Refused(
                    RefusalCode.UNSUPPORTED,
                    "another executor manager has registered as node " + offered.name()
                            + " since; set executor-manager.node-name to a name of its own, or start this one anew"));
        }
        NodeSession node = sessions.computeIfAbsent(session, NodeSession::new);
        if (node.isRegistered()) {
            return Registration.refused(
                    new Refused(RefusalCode.UNSUPPORTED, "this connection has registered " + node.nodeName()));
        }
        List<LeaseCertificate> held = node.register(offered.name());
        for (LeaseCertificate certificate : held) {
            if (!certificate.nodeName().equals(offered.name())) {
                sessions.remove(session);
                return Registration.refused(wrongNode(certificate, offered.name()));
            }
        }
        NodeSession former = nodes.put(offered.name(), node);
        Optional<NodeCapacity> other = leases.nodes()
                .row(offered.name())
                .map(NodeTable.Row::capacity)
                .filter(known -> former != null && known.incarnation() != offered.incarnation());
        other.ifPresent(displaced::add);
        awayUntilMs.remove(offered.name());
        List<Ending> endings = leases.register(offered, held);
        if (decisions.is(offered.name(), Decision.DRAINING)) {
            leases.drain(offered.name());
        }
        return new Registration(new Done(), former, other, endings, held.size());
    }

    /** A node says that nothing of a lease runs any more; of other nodes' leases it has nothing to say. */
    void reported(ControlSession session, LeaseEnded report) {
        Optional<LeaseCertificate> ended = book.call(leases -> {
            NodeSession node = sessions.get(session);
            Optional<LeaseCertificate> its = leases.state(report.lease())
                    .map(state -> state.certificate())
                    .filter(certificate -> node != null && node.isNode(certificate.nodeName()));
            if (its.isPresent()) {
                if (couldNotServe(leases, report)) {
                    leases.avoid(its.get().nodeName(), book.nowMs() + AVOIDED_MS);
                }
                leases.reportEnd(report.lease(), report.reason());
            }
            return its;
        });
        if (ended.isPresent() && !report.text().isEmpty()) {
            LOG.info("lease {} ended: {}, {}", report.lease(), report.reason(), report.text());
        }
    }

    /** Whether a node has lost a lease without ever having had an executor for it. */
    private static boolean couldNotServe(LeaseBook leases, LeaseEnded report) {
        return report.reason() == EndReason.LOST
                && leases.state(report.lease()).orElse(null) instanceof Active active
                && !active.held();
    }

    /** Whether a connection is that of this node. */
    boolean isNode(ControlSession session, String nodeName) {
        return book.call(_ -> {
            NodeSession node = sessions.get(session);
            return node != null && node.isNode(nodeName);
        });
    }

    /** Tells a node that a lease is over; when it cannot be told now, it is told when it registers again. */
    void tell(LeaseCertificate lease, EndReason reason, Duration grace) {
        NodeSession node =
                book.call(_ -> Optional.ofNullable(nodes.get(lease.nodeName()))).orElse(null);
        if (node != null) {
            try {
                node.control().send(new LeaseEnding(lease.lease(), reason, grace));
            } catch (ControlException e) {
                LOG.debug("node of lease {} cannot be told: {}", lease.lease(), e.getMessage());
            }
        }
    }

    void disconnected(ControlSession session) {
        Optional<String> away = book.call(leases -> disconnected(session, leases));
        away.ifPresent(name -> LOG.info("node {} has disconnected; it has {} ms to come back", name, lostAfterMs));
    }

    private Optional<String> disconnected(ControlSession session, LeaseBook leases) {
        NodeSession node = sessions.remove(session);
        if (node == null || node.nodeName() == null || !nodes.remove(node.nodeName(), node)) {
            return Optional.empty();
        }
        String name = node.nodeName();
        leases.away(name);
        awayUntilMs.put(name, book.nowMs() + lostAfterMs);
        return Optional.of(name);
    }

    /** Forgets removed nodes on which nothing runs any more, or that are not there anyway. */
    void dismiss() {
        List<String> removed = decisions.all(Decision.REMOVED);
        if (removed.isEmpty()) {
            return;
        }
        List<NodeSession> dismissed = book.call(leases -> dismiss(removed, leases));
        dismissed.forEach(node -> node.control().close("node " + node.nodeName() + " was removed by an operator"));
    }

    private List<NodeSession> dismiss(List<String> names, LeaseBook leases) {
        List<NodeSession> dismissed = new ArrayList<>();
        for (String name : names) {
            boolean isKnown = leases.nodes().row(name).isPresent();
            // one that is there stays until its leases have ended
            if (isKnown && (!nodes.containsKey(name) || leases.leasesOf(name).isEmpty())) {
                NodeSession connected = nodes.remove(name);
                if (connected != null) {
                    dismissed.add(connected);
                }
                awayUntilMs.remove(name);
                displaced.forget(name);
                leases.remove(name);
            }
        }
        return dismissed;
    }

    /** Gives up nodes that have been away for too long. */
    void passTime() {
        dismiss();
        List<String> lost = book.call(this::giveUp);
        lost.forEach(name -> LOG.warn("node {} lost: silent for more than {} ms", name, lostAfterMs));
    }

    private List<String> giveUp(LeaseBook leases) {
        if (awayUntilMs.isEmpty()) {
            return List.of();
        }
        long nowMs = book.nowMs();
        List<String> overdue = awayUntilMs.entrySet().stream()
                .filter(away -> away.getValue() <= nowMs)
                .map(Map.Entry::getKey)
                .toList();
        for (String name : overdue) {
            awayUntilMs.remove(name);
            leases.lost(name);
        }
        return overdue;
    }
}
