package org.rfaas.experiment.harvest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeTable;

/**
 * The resource manager's book, and executor managers that do what it says, in simulated time. A node offers the cores that
 * are idle; when the batch system wants them, what the rules say happens to the leases there.
 */
final class HarvestCluster {
    private static final long INCARNATION = 1;
    private static final long MEMORY_PER_CORE = 1L << 30;
    private static final long MARGIN_MS = 5000;
    private static final String NAME = "n";

    private final HarvestRules rules;
    private final Agenda agenda;
    private final CoreTime time;
    private final Runnable boardMoved;
    private final LeaseBook book = new LeaseBook(MARGIN_MS, new Watch());
    private final Map<LeaseId, HarvestLease> leases = new HashMap<>();
    private long granted;
    private long renewed;
    private long refused;
    private double startMs;
    private double lostMs;

    /**
     * @param time hears of idle and leased cores
     * @param boardMoved told when a node has more room than before
     */
    HarvestCluster(HarvestRules rules, Agenda agenda, CoreTime time, Runnable boardMoved) {
        this.rules = rules;
        this.agenda = agenda;
        this.time = time;
        this.boardMoved = boardMoved;
    }

    /** Hears of what the book does. Calls nothing back: who is told looks later. */
    private final class Watch implements BookObserver {
        @Override
        public void nodeChanged(NodeTable.Row node) {
            if (node.freeCores() >= rules.leaseCores()) {
                boardMoved.run();
            }
        }

        @Override
        public void granted(LeaseCertificate lease) {
            time.addLeased(number(lease.nodeName()), lease.cores());
        }

        @Override
        public void ended(LeaseCertificate lease, EndReason reason) {
            time.addLeased(number(lease.nodeName()), -lease.cores());
        }
    }

    private static int number(String nodeName) {
        return Integer.parseInt(nodeName.substring(NAME.length()));
    }

    /** Whether the board shows a node with room for a lease. */
    boolean hasRoom() {
        return book.nodes().mostFreeCores() >= rules.leaseCores();
    }

    /** The batch system leaves so many cores of a node. */
    void change(IdleTrace.Change change) {
        String name = NAME + change.node();
        time.setIdle(change.node(), change.idleCores());
        if (change.idleCores() > 0) {
            List<LeaseCertificate> held = book.leasesOf(name).stream()
                    .map(leases::get)
                    .map(HarvestLease::certificate)
                    .toList();
            book.register(capacity(name, change.idleCores()), held);
            book.resume(name);
        } else {
            book.drain(name);
        }
        reclaim(name, change.idleCores());
    }

    private static NodeCapacity capacity(String name, int cores) {
        return new NodeCapacity(name, INCARNATION, new FabricAddress("shm", name), cores, cores * MEMORY_PER_CORE);
    }

    /** Gets the youngest leases out of the way until the others fit. */
    private void reclaim(String nodeName, int idleCores) {
        List<HarvestLease> running = book.leasesOf(nodeName).stream()
                .map(leases::get)
                .filter(lease -> !lease.isEnding())
                .toList();
        int excess = running.size() * rules.leaseCores() - idleCores;
        for (HarvestLease lease : running.reversed()) {
            if (excess <= 0) {
                return;
            }
            excess -= rules.leaseCores();
            switch (rules.reclaim()) {
                case REVOKE -> {
                    book.askEnd(lease.certificate().lease(), EndReason.REVOKED);
                    end(lease, rules.grace().toMillis(), EndReason.REVOKED);
                }
                case KILL -> end(lease, 0, EndReason.LOST);
                case WAIT -> {}
            }
        }
    }

    /** The client's request: one lease now, or none. */
    boolean grant(HarvestClient client) {
        LeaseRequest request = new LeaseRequest(
                client.jobId(), rules.leaseCores(), rules.leaseCores() * MEMORY_PER_CORE, rules.lease());
        List<LeaseCertificate> certificates = book.grant(request, () -> new LeaseId(granted + 1), agenda.nowMs());
        if (certificates.isEmpty()) {
            refused++;
            return false;
        }
        granted++;
        LeaseCertificate certificate = certificates.getFirst();
        HarvestLease lease = new HarvestLease(client, number(certificate.nodeName()), certificate, rules);
        leases.put(certificate.lease(), lease);
        book.hold(certificate);
        awaitItsTime(lease);
        return true;
    }

    private void awaitItsTime(HarvestLease lease) {
        long expiresMs = lease.certificate().expiresAtMs();
        if (rules.isRenewed()) {
            agenda.at(expiresMs - rules.lease().toMillis() / 3, () -> renew(lease));
        } else {
            agenda.at(expiresMs, () -> expire(lease));
        }
    }

    private void renew(HarvestLease lease) {
        if (!lease.isEnding()) {
            book.renew(lease.certificate().lease(), rules.lease().toMillis(), agenda.nowMs())
                    .ifPresent(later -> {
                        renewed++;
                        lease.renewed(later);
                        awaitItsTime(lease);
                    });
        }
    }

    private void expire(HarvestLease lease) {
        book.passTime(agenda.nowMs());
        end(lease, rules.grace().toMillis(), EndReason.EXPIRED);
    }

    /** Its client turns elsewhere; its node reports when the pieces that run are finished, or the grace is over. */
    private void end(HarvestLease lease, long graceMs, EndReason reason) {
        lease.end();
        lease.client().lost();
        long finishedMs = lease.finishedMs(agenda.nowMs());
        long endMs = Math.min(finishedMs, agenda.nowMs() + graceMs);
        agenda.at(endMs, () -> report(lease, finishedMs > endMs, reason));
    }

    private void report(HarvestLease lease, boolean isUnfinished, EndReason reason) {
        long nowMs = agenda.nowMs();
        long idleUntilMs = time.lateSinceMs(lease.node()).orElse(nowMs);
        int cores = lease.certificate().cores();
        startMs += (double) cores * lease.startMs(idleUntilMs);
        lostMs += isUnfinished ? (double) cores * lease.lostMs(nowMs, idleUntilMs) : 0;
        leases.remove(lease.certificate().lease());
        book.reportEnd(lease.certificate().lease(), reason);
    }

    /** How it was, at the end of the trace. */
    HarvestResult result() {
        time.advance();
        double running = 0;
        for (HarvestLease lease : leases.values()) {
            running += (double) lease.certificate().cores() * lease.startMs(agenda.nowMs());
        }
        double startHours = CoreTime.hours(startMs + running);
        double lostHours = CoreTime.hours(lostMs);
        return new HarvestResult(
                time.idleCoreHours(),
                time.usableCoreHours(),
                time.harvestedCoreHours() - startHours - lostHours,
                startHours,
                lostHours,
                time.lateCoreHours(),
                time.meanReturnSeconds(),
                time.longestReturnSeconds(),
                granted,
                renewed,
                refused);
    }
}
