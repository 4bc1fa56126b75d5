package org.rfaas.manager;

import java.util.Map;
import org.rfaas.lease.NodeStatus;

/**
 * A cluster at a glance.
 *
 * @param nodes how many there are in each status
 * @param cores of connected nodes
 * @param freeCores that can be leased now
 * @param leases that have not ended
 * @param waiting requests
 */
public record ClusterSummary(Map<NodeStatus, Integer> nodes, long cores, long freeCores, int leases, int waiting) {
    public ClusterSummary {
        nodes = Map.copyOf(nodes);
    }
}
