package org.rfaas.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.lease.LeaseEvent.EndAsked;
import org.rfaas.lease.LeaseEvent.EndReported;
import org.rfaas.lease.LeaseEvent.NodeLost;
import org.rfaas.lease.LeaseEvent.Renewed;
import org.rfaas.lease.LeaseEvent.TimePassed;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ended;
import org.rfaas.lease.LeaseState.Ending;

/**
 * All leases and nodes of a cluster: the resource manager without network, clock and threads. One thread at a time.
 * Times are milliseconds since the epoch.
 */
public final class LeaseBook {
    private final NodeTable nodes = new NodeTable();
    private final Map<LeaseId, LeaseState> leases = new LinkedHashMap<>();
    private final long marginMs;

    /** @param marginMs see {@link LeaseState#after} */
    public LeaseBook(long marginMs) {
        if (marginMs < 0) {
            throw new IllegalArgumentException("a margin of " + marginMs + " ms");
        }
        this.marginMs = marginMs;
    }

    /**
     * A node comes, or comes back. What the book knew of it is replaced by what the node says it holds.
     *
     * @return leases the book had on the node that the node does not hold
     */
    public List<Ended> register(NodeCapacity node, Collection<LeaseCertificate> held) {
        List<Ended> ended = new ArrayList<>(lost(node.name()));
        nodes.register(node);
        held.forEach(this::hold);
        ended.removeIf(end -> leases.containsKey(end.lease()));
        return ended;
    }

    /** A node is gone; its leases end with {@link EndReason#LOST}. */
    public List<Ended> lost(String nodeName) {
        List<Ended> ended = new ArrayList<>();
        for (LeaseState state : List.copyOf(leases.values())) {
            if (certificateOf(state)
                    .map(LeaseCertificate::nodeName)
                    .filter(nodeName::equals)
                    .isPresent()) {
                apply(state.lease(), new NodeLost()).ifPresent(ended::add);
            }
        }
        nodes.lost(nodeName);
        return ended;
    }

    /** A node says that it runs this lease: new to the book if it was granted before a restart of the resource manager. */
    public void hold(LeaseCertificate certificate) {
        LeaseState known = leases.get(certificate.lease());
        if (known != null) {
            leases.put(certificate.lease(), known.after(new Renewed(certificate), marginMs));
        } else if (nodes.isOnline(certificate.nodeName())) {
            nodes.hold(certificate.nodeName(), certificate.lease(), certificate.cores(), certificate.memoryBytes());
            leases.put(certificate.lease(), new Active(certificate));
        }
    }

    /**
     * Leases cores of the first node that has them free.
     *
     * @param fresh identity for the new lease
     * @return empty when no node has so much free
     */
    public Optional<LeaseCertificate> grant(LeaseRequest request, LeaseId fresh, long nowMs) {
        if (leases.containsKey(fresh)) {
            throw new IllegalArgumentException("lease " + fresh + " exists");
        }
        return nodes.firstFit(request.cores(), request.memoryBytes()).map(node -> {
            LeaseCertificate certificate = new LeaseCertificate(
                    fresh,
                    request.jobId(),
                    node.name(),
                    node.address(),
                    request.cores(),
                    request.memoryBytes(),
                    nowMs,
                    nowMs + request.duration().toMillis());
            nodes.take(node.name(), fresh, request.cores(), request.memoryBytes());
            leases.put(fresh, new Active(certificate));
            return certificate;
        });
    }

    /**
     * Renews an active lease from now on; never shortens it.
     *
     * @return the certificate to use from now on, or empty when the lease is not active any more
     */
    public Optional<LeaseCertificate> renew(LeaseId lease, long durationMs, long nowMs) {
        passTime(lease, nowMs);
        if (leases.get(lease) instanceof Active(LeaseCertificate certificate)) {
            LeaseCertificate later = certificate.until(nowMs, Math.max(certificate.expiresAtMs(), nowMs + durationMs));
            leases.put(lease, new Active(later));
            return Optional.of(later);
        }
        return Optional.empty();
    }

    /** A lease is given or taken back; its cores stay held until the node reports, at the latest until its expiry. */
    public Optional<LeaseCertificate> askEnd(LeaseId lease, EndReason reason) {
        LeaseState state = leases.get(lease);
        if (state == null) {
            return Optional.empty();
        }
        apply(lease, new EndAsked(reason));
        return certificateOf(state);
    }

    /** The node reports that nothing of a lease runs any more. */
    public Optional<Ended> reportEnd(LeaseId lease, EndReason reason) {
        return apply(lease, new EndReported(reason));
    }

    /** Ends what has expired; returns the leases whose cores came free. */
    public List<Ended> passTime(long nowMs) {
        List<Ended> ended = new ArrayList<>();
        for (LeaseId lease : List.copyOf(leases.keySet())) {
            passTime(lease, nowMs).ifPresent(ended::add);
        }
        return ended;
    }

    /** The state of a lease that has not ended. */
    public Optional<LeaseState> state(LeaseId lease) {
        return Optional.ofNullable(leases.get(lease));
    }

    /** All leases that have not ended, oldest first. */
    public List<LeaseState> leases() {
        return List.copyOf(leases.values());
    }

    /** All nodes, in order of registration. */
    public List<NodeTable.Row> nodes() {
        return nodes.rows();
    }

    /** The certificate of a lease that has not ended. */
    public static Optional<LeaseCertificate> certificateOf(LeaseState state) {
        return switch (state) {
            case Active active -> Optional.of(active.certificate());
            case Ending ending -> Optional.of(ending.certificate());
            case Ended _ -> Optional.empty();
        };
    }

    private Optional<Ended> passTime(LeaseId lease, long nowMs) {
        return apply(lease, new TimePassed(nowMs));
    }

    private Optional<Ended> apply(LeaseId lease, LeaseEvent event) {
        LeaseState before = leases.get(lease);
        if (before == null) {
            return Optional.empty();
        }
        LeaseState after = before.after(event, marginMs);
        if (after instanceof Ended ended) {
            leases.remove(lease);
            nodes.free(lease);
            return Optional.of(ended);
        }
        leases.put(lease, after);
        return Optional.empty();
    }
}
