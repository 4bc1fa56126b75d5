package org.rfaas.manager;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rfaas.control.LeaseRow;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseState;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;
import org.rfaas.manager.NodeDecisions.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of a cluster, and what they may do to it. Any thread may call any method. */
public final class OperatorDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorDesk.class);

    private final SharedBook book;
    private final NodeDesk nodeDesk;
    private final LeaseDesk leaseDesk;
    private final WaitingRoom waitingRoom;
    private final NodeDecisions decisions;

    OperatorDesk(
            SharedBook book, NodeDesk nodeDesk, LeaseDesk leaseDesk, WaitingRoom waitingRoom, NodeDecisions decisions) {
        this.book = book;
        this.nodeDesk = nodeDesk;
        this.leaseDesk = leaseDesk;
        this.waitingRoom = waitingRoom;
        this.decisions = decisions;
    }

    /** Counts, at the cost of a look at every node. */
    public ClusterSummary summary() {
        return book.call(all -> {
            Map<NodeStatus, Integer> counts = new EnumMap<>(NodeStatus.class);
            long cores = 0;
            long freeCores = 0;
            for (NodeTable.Row row : all.nodes().rows()) {
                counts.merge(row.status(), 1, Integer::sum);
                cores += row.status().isConnected() ? row.capacity().cores() : 0;
                freeCores += row.freeCores();
            }
            return new ClusterSummary(counts, cores, freeCores, all.leases().size(), waitingRoom.size());
        });
    }

    /** All nodes that have ever registered and were not removed. */
    public List<NodeTable.Row> nodes() {
        return book.call(all -> all.nodes().rows());
    }

    /** Names of nodes that were added and have not registered yet. */
    public List<String> expectedNodes() {
        return decisions.all(Decision.EXPECTED);
    }

    /** All leases that have not ended, oldest first. */
    public List<LeaseRow> leases() {
        List<LeaseState> states =
                book.call(all -> List.copyOf(all.leases())); // nobody waits while rows are made of them
        return states.stream().map(StatusPages::row).toList();
    }

    /**
     * Lets a node register that was removed before, and lists it as expected until it has; one that is still there, because
     * its leases have not ended, stays. Nodes that know the cluster key may register without.
     *
     * @return false when it is registered already
     * @throws IllegalArgumentException when this is no name for a node
     */
    public boolean add(String nodeName) {
        Identifier.require("node name", nodeName);
        if (!isKnown(nodeName)) {
            decisions.decide(nodeName, Decision.EXPECTED);
        } else if (decisions.is(nodeName, Decision.REMOVED)) {
            decisions.withdraw(nodeName, Decision.REMOVED);
            book.run(all -> all.resume(nodeName));
        } else {
            return false;
        }
        LOG.info("node {} added by an operator", nodeName);
        return true;
    }

    /**
     * Leases nothing more of a node, and revokes what is leased there.
     *
     * @param grace how long what runs may go on
     * @return false when there is no such node
     */
    public boolean drain(String nodeName, Duration grace) {
        if (!isKnown(nodeName)) {
            return false;
        }
        decisions.decide(nodeName, Decision.DRAINING);
        empty(nodeName, grace);
        LOG.info("node {} drained by an operator with a grace of {} ms", nodeName, grace.toMillis());
        return true;
    }

    /** Leases of a drained node again; false when there is no such node. */
    public boolean resume(String nodeName) {
        if (!isKnown(nodeName) || decisions.is(nodeName, Decision.REMOVED)) {
            return false;
        }
        decisions.withdraw(nodeName, Decision.DRAINING);
        book.run(all -> all.resume(nodeName));
        LOG.info("node {} resumed by an operator", nodeName);
        return true;
    }

    /**
     * Drains a node, then forgets it; it may not register again until it is added.
     *
     * @return false when there is no such node
     */
    public boolean remove(String nodeName, Duration grace) {
        boolean isKnown = isKnown(nodeName);
        if (!isKnown && !decisions.is(nodeName, Decision.EXPECTED)) {
            return false;
        }
        decisions.decide(nodeName, Decision.REMOVED);
        if (isKnown) {
            empty(nodeName, grace);
            nodeDesk.dismiss();
        }
        LOG.info("node {} removed by an operator", nodeName);
        return true;
    }

    private void empty(String nodeName, Duration grace) {
        List<LeaseId> running = book.call(all -> {
            all.drain(nodeName);
            return all.leasesOf(nodeName);
        });
        running.forEach(lease -> revoke(lease, grace));
    }

    /**
     * Takes a lease back.
     *
     * @param grace how long what runs may go on
     * @return false when there is no such lease
     */
    public boolean revoke(LeaseId lease, Duration grace) {
        boolean known = leaseDesk.end(lease, EndReason.REVOKED, grace);
        if (known) {
            LOG.info("lease {} revoked by an operator with a grace of {} ms", lease, grace.toMillis());
        }
        return known;
    }

    /** Whether leases of a node have not ended. */
    public boolean isLeased(String nodeName) {
        return book.call(all -> !all.leasesOf(nodeName).isEmpty());
    }

    /** Whether a node has registered and was not removed, or is not empty yet. */
    public boolean isKnown(String nodeName) {
        return book.call((LeaseBook all) -> all.nodes().row(nodeName).isPresent());
    }
}
