package org.rfaas.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.rfaas.lease.LeaseEvent.EndAsked;
import org.rfaas.lease.LeaseEvent.EndReported;
import org.rfaas.lease.LeaseEvent.Held;
import org.rfaas.lease.LeaseEvent.NodeGone;
import org.rfaas.lease.LeaseEvent.NodeLost;
import org.rfaas.lease.LeaseEvent.NotHeld;
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
    private final NodeTable nodes;
    private final Map<LeaseId, LeaseState> leases = new LinkedHashMap<>();
    private final Deadlines deadlines = new Deadlines();
    private final HeldCores heldCores = new HeldCores();
    private final long marginMs;
    private final BookObserver observer;

    /**
     * An empty book.
     *
     * @param marginMs see {@link LeaseState#after}
     * @param observer hears of every change
     */
    public LeaseBook(long marginMs, BookObserver observer) {
        if (marginMs < 0) {
            throw new IllegalArgumentException("a margin of " + marginMs + " ms");
        }
        this.marginMs = marginMs;
        this.observer = observer;
        this.nodes = new NodeTable(observer);
    }

    /**
     * A node comes, or comes back, with the leases that have an executor there. If its executor manager has started anew,
     * every lease from before has ended.
     *
     * @return leases there that are ending: the node is to be told, since it may not have heard
     */
    public List<Ending> register(NodeCapacity node, Collection<LeaseCertificate> held) {
        Optional<NodeTable.Row> former = nodes.row(node.name());
        if (former.isPresent() && former.get().capacity().incarnation() != node.incarnation()) {
            applyToAllOf(node.name(), new NodeGone());
        }
        nodes.register(node);
        Set<LeaseId> named = new HashSet<>();
        for (LeaseCertificate certificate : held) {
            hold(certificate);
            named.add(certificate.lease());
        }
        List<Ending> endings = new ArrayList<>();
        for (LeaseId lease : nodes.leasesOf(node.name())) {
            if (!named.contains(lease)) {
                apply(lease, new NotHeld());
            }
            if (leases.get(lease) instanceof Ending ending) {
                endings.add(ending);
            }
        }
        return endings;
    }

    /** A node's connection has ended; it may come back, and its leases go on. */
    public void away(String nodeName) {
        nodes.away(nodeName);
    }

    /** A node has been away for too long; its leases end with {@link EndReason#LOST}. */
    public void lost(String nodeName) {
        nodes.lost(nodeName);
        applyToAllOf(nodeName, new NodeLost());
    }

    /** Leases nothing more of a node; what runs there goes on until it ends or is revoked. */
    public void drain(String nodeName) {
        nodes.drain(nodeName, true);
    }

    /** Leases of a node again. */
    public void resume(String nodeName) {
        nodes.drain(nodeName, false);
    }

    /** Leases nothing of a node as long as others have free cores, until then or until it registers anew. */
    public void avoid(String nodeName, long untilMs) {
        nodes.avoid(nodeName, untilMs);
    }

    /** Forgets a node; leases there end with {@link EndReason#REVOKED} at once, so ask their end before. */
    public void remove(String nodeName) {
        for (LeaseId lease : nodes.leasesOf(nodeName)) {
            apply(lease, new EndAsked(EndReason.REVOKED, 0));
            apply(lease, new NodeGone());
        }
        nodes.remove(nodeName);
    }

    /**
     * A node says that it runs this lease. New to the book are leases from before a restart that was not recorded; they are
     * taken over if the node is known.
     */
    public void hold(LeaseCertificate certificate) {
        LeaseId lease = certificate.lease();
        if (leases.containsKey(lease)) {
            apply(lease, new Held(certificate));
        } else if (nodes.row(certificate.nodeName()).isPresent()) {
            nodes.hold(certificate);
            put(new Active(certificate, true));
            heldCores.add(certificate);
            observer.held(certificate);
        }
    }

    /** A node that was known before a restart. */
    public void restore(NodeCapacity node) {
        nodes.restore(node);
    }

    /** A lease that had not ended before a restart, on a restored node; observers hear of it as if it began now. */
    public void restore(LeaseState state) {
        LeaseCertificate certificate = state.certificate();
        nodes.hold(certificate);
        put(state);
        heldCores.add(certificate);
        if (state instanceof Active active && active.held()) {
            observer.held(certificate);
        } else {
            observer.granted(certificate);
        }
    }

    /**
     * Leases all that a request wants.
     *
     * @param fresh identities for the new leases
     * @return as many certificates as wanted, or none
     */
    public List<LeaseCertificate> grant(LeaseRequest request, Supplier<LeaseId> fresh, long nowMs) {
        List<LeaseCertificate> granted = new ArrayList<>(request.count());
        for (NodeCapacity node : nodes.plan(request)) {
            LeaseCertificate certificate = new LeaseCertificate(
                    fresh.get(),
                    request.jobId(),
                    request.user(),
                    node.name(),
                    node.incarnation(),
                    node.address(),
                    request.cores(),
                    request.memoryBytes(),
                    nowMs,
                    nowMs + request.duration().toMillis());
            if (leases.containsKey(certificate.lease())) {
                throw new IllegalArgumentException("lease " + certificate.lease() + " exists");
            }
            nodes.take(certificate);
            put(new Active(certificate, false));
            heldCores.add(certificate);
            observer.granted(certificate);
            granted.add(certificate);
        }
        return granted;
    }

    /**
     * Renews an active lease from now on; never shortens it.
     *
     * @return the certificate to use from now on, or empty when the lease is not active any more
     */
    public Optional<LeaseCertificate> renew(LeaseId lease, long durationMs, long nowMs) {
        apply(lease, new TimePassed(nowMs));
        if (!(leases.get(lease) instanceof Active(LeaseCertificate certificate, boolean _))) {
            return Optional.empty();
        }
        LeaseCertificate later = certificate.until(nowMs, Math.max(certificate.expiresAtMs(), nowMs + durationMs));
        apply(lease, new Renewed(later));
        return Optional.of(later);
    }

    /** Like {@link #askEnd(LeaseId, EndReason, long)} without a grace. */
    public Optional<LeaseCertificate> askEnd(LeaseId lease, EndReason reason) {
        return askEnd(lease, reason, 0);
    }

    /**
     * A lease is given or taken back; its cores stay held until the node reports, at the latest until its expiry, or a longer
     * grace, and the margin are over.
     *
     * @param graceUntilMs until when what runs may go on
     * @return the lease, if it has not ended: its node is to be told
     */
    public Optional<LeaseCertificate> askEnd(LeaseId lease, EndReason reason, long graceUntilMs) {
        apply(lease, new EndAsked(reason, graceUntilMs));
        return state(lease).map(LeaseState::certificate);
    }

    /** The node reports that nothing of a lease runs any more. */
    public void reportEnd(LeaseId lease, EndReason reason) {
        apply(lease, new EndReported(reason));
    }

    /** Ends what has expired, and the avoiding of nodes. Costs by what has, not by what there is. */
    public void passTime(long nowMs) {
        TimePassed event = new TimePassed(nowMs);
        for (Optional<LeaseId> due = deadlines.due(nowMs); due.isPresent(); due = deadlines.due(nowMs)) {
            apply(due.get(), event);
        }
        nodes.passTime(nowMs);
    }

    /** The state of a lease that has not ended. */
    public Optional<LeaseState> state(LeaseId lease) {
        return Optional.ofNullable(leases.get(lease));
    }

    /** All leases that have not ended, oldest first. */
    public Collection<LeaseState> leases() {
        return Collections.unmodifiableCollection(leases.values());
    }

    /** Leases of a node that have not ended, oldest first. */
    public List<LeaseId> leasesOf(String nodeName) {
        return nodes.leasesOf(nodeName);
    }

    public NodeTable nodes() {
        return nodes;
    }

    /** Cores that jobs and users hold. */
    public HeldCores heldCores() {
        return heldCores;
    }

    private void applyToAllOf(String nodeName, LeaseEvent event) {
        nodes.leasesOf(nodeName).forEach(lease -> apply(lease, event));
    }

    private void apply(LeaseId lease, LeaseEvent event) {
        LeaseState before = leases.get(lease);
        if (before == null) {
            return;
        }
        LeaseState after = before.after(event, marginMs);
        if (after.equals(before)) {
            return;
        }
        put(after);
        switch (after) {
            case Active active -> {
                if (event instanceof Held) {
                    observer.held(active.certificate());
                } else {
                    observer.renewed(active.certificate());
                }
            }
            case Ending ending -> observer.ending(ending.certificate(), ending.reason());
            case Ended ended -> {
                leases.remove(lease);
                heldCores.remove(ended.certificate());
                observer.ended(ended.certificate(), ended.reason());
                nodes.free(ended.certificate());
            }
        }
    }

    private void put(LeaseState state) {
        leases.put(state.lease(), state);
        switch (state) {
            case Active active ->
                deadlines.set(active.lease(), active.certificate().expiresAtMs());
            case Ending ending -> deadlines.set(ending.lease(), ending.runsUntilMs() + marginMs);
            case Ended _ -> deadlines.clear(state.lease());
        }
    }
}
