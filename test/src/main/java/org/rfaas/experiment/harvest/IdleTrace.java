package org.rfaas.experiment.harvest;

import java.util.List;

/**
 * How many cores of each node a batch system leaves idle, over time. Before its first change a node is busy.
 *
 * @param nodes of the cluster, numbered from 0
 * @param coresPerNode cores of each
 * @param durationMs length of the trace
 * @param changes in order of time, from 0 up to the duration
 */
public record IdleTrace(int nodes, int coresPerNode, long durationMs, List<Change> changes) {
    /** From now on so many cores of a node are idle. */
    public record Change(long atMs, int node, int idleCores) {}

    public IdleTrace {
        if (nodes < 1 || coresPerNode < 1 || durationMs < 1) {
            throw new IllegalArgumentException(
                    "a trace of " + nodes + " nodes of " + coresPerNode + " cores over " + durationMs + " ms");
        }
        changes = List.copyOf(changes);
        long lastMs = 0;
        for (Change change : changes) {
            if (change.atMs() < lastMs || change.atMs() >= durationMs) {
                throw new IllegalArgumentException(change + " is out of order, or not within " + durationMs + " ms");
            }
            if (change.node() < 0
                    || change.node() >= nodes
                    || change.idleCores() < 0
                    || change.idleCores() > coresPerNode) {
                throw new IllegalArgumentException(
                        change + " does not fit " + nodes + " nodes of " + coresPerNode + " cores");
            }
            lastMs = change.atMs();
        }
    }

    /** Cores of the cluster, idle or busy. */
    public int cores() {
        return Math.multiplyExact(nodes, coresPerNode);
    }

    /** Idle cores of the whole cluster at 0, {@code everyMs}, 2 · {@code everyMs} and so on. */
    int[] sample(long everyMs) {
        int[] samples = new int[Math.toIntExact((durationMs + everyMs - 1) / everyMs)];
        int[] idle = new int[nodes];
        int all = 0;
        int next = 0;
        for (int i = 0; i < samples.length; i++) {
            for (; next < changes.size() && changes.get(next).atMs() <= i * everyMs; next++) {
                Change change = changes.get(next);
                all += change.idleCores() - idle[change.node()];
                idle[change.node()] = change.idleCores();
            }
            samples[i] = all;
        }
        return samples;
    }
}
