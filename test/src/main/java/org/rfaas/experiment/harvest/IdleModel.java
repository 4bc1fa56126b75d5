package org.rfaas.experiment.harvest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.rfaas.experiment.harvest.IdleTrace.Change;

/**
 * Makes traces like those of a busy cluster. Gaps in the batch system's plan open as a Poisson process; a gap is some busy
 * nodes, chosen at random, that stay idle for the same time. Both its nodes and its time are log-normal: many small and
 * short ones, and few that hold most of the idle time.
 *
 * <p>Mean and spread of the idle nodes follow: with gaps of K nodes and time D at rate λ, as many as make the mean the one
 * that was asked for, about λ E[K] E[D] nodes are idle, with variance λ E[K²] E[D].
 *
 * @param nodes of the cluster
 * @param coresPerNode cores of each, all idle or all busy
 * @param idleFraction mean part of the nodes that is idle, 0 to ½
 * @param meanGapFraction mean size of a gap, as a part of the nodes; a gap is at least one node
 * @param gapSpread standard deviation of the logarithm of a gap's nodes
 * @param medianIdleMs half of the gaps are shorter
 * @param idleSpread standard deviation of the logarithm of a gap's time
 */
public record IdleModel(
        int nodes,
        int coresPerNode,
        double idleFraction,
        double meanGapFraction,
        double gapSpread,
        double medianIdleMs,
        double idleSpread) {
    /** Runs before the trace begins, so that long gaps are under way at its start. */
    private static final long WARM_UP_MS = Duration.ofDays(2).toMillis();

    /** No gap takes more than this part of the nodes. */
    private static final int LARGEST_GAP = 4;

    public IdleModel {
        if (idleFraction <= 0 || idleFraction > 0.5 || meanGapFraction <= 0 || medianIdleMs <= 0) {
            throw new IllegalArgumentException("idle part " + idleFraction + ", gaps of " + meanGapFraction
                    + " of the nodes, half of them shorter than " + medianIdleMs + " ms");
        }
    }

    /**
     * As idle as Piz Daint was in March 2022, by the samples that Copik et al. published with <i>Software Resource
     * Disaggregation for HPC with Serverless Computing</i> (IPDPS 2024): 5.7 % of the nodes in the mean, with a standard
     * deviation of 5.8 %, and correlated over an hour. ({@link IdleStatistics} finds 5.6 and 5.7 % in the same samples.)
     */
    public static IdleModel ofBusyCluster(int nodes, int coresPerNode) {
        return new IdleModel(
                nodes, coresPerNode, 0.057, 0.0041, 1.7, Duration.ofMinutes(2).toMillis(), 1.9);
    }

    private record Gap(long endMs, List<Integer> nodes) {}

    /** The same for the same seed. */
    public IdleTrace generate(long durationMs, long seed) {
        Random random = new Random(seed);
        List<Integer> busy = new ArrayList<>(nodes);
        for (int node = 0; node < nodes; node++) {
            busy.add(node);
        }
        double meanGapNodes = meanGapFraction * nodes;
        double meanIdleMs = medianIdleMs * Math.exp(idleSpread * idleSpread / 2);
        double meanBetweenMs = Math.max(1, meanGapNodes) * meanIdleMs / (idleFraction * nodes);
        PriorityQueue<Gap> open = new PriorityQueue<>(Comparator.comparingLong(Gap::endMs));
        List<Change> changes = new ArrayList<>();
        double nowMs = -WARM_UP_MS;
        while (true) {
            nowMs -= meanBetweenMs * Math.log(1 - random.nextDouble());
            long atMs = (long) nowMs;
            while (!open.isEmpty() && open.peek().endMs() <= Math.min(atMs, durationMs - 1)) {
                Gap closed = open.remove();
                busy.addAll(closed.nodes());
                closed.nodes().forEach(node -> changes.add(new Change(closed.endMs(), node, 0)));
            }
            if (atMs >= durationMs) {
                return new IdleTrace(nodes, coresPerNode, durationMs, within(changes));
            }
            int wanted = (int) Math.round(logNormal(meanGapNodes, gapSpread, random));
            int size = Math.min(Math.clamp(wanted, 1, Math.max(1, nodes / LARGEST_GAP)), busy.size());
            long idleMs = Math.max(1, (long) (medianIdleMs * Math.exp(idleSpread * random.nextGaussian())));
            Gap gap = new Gap(atMs + idleMs, take(size, busy, random));
            gap.nodes().forEach(node -> changes.add(new Change(atMs, node, coresPerNode)));
            open.add(gap);
        }
    }

    private static double logNormal(double mean, double spread, Random random) {
        return mean * Math.exp(spread * random.nextGaussian() - spread * spread / 2);
    }

    private static List<Integer> take(int count, List<Integer> from, Random random) {
        List<Integer> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(from.size());
            taken.add(from.get(at));
            from.set(at, from.getLast());
            from.removeLast();
        }
        return taken;
    }

    /** What happened before 0 happens at 0: the last change of each node. */
    private List<Change> within(List<Change> all) {
        int[] first = new int[nodes];
        List<Change> later = new ArrayList<>();
        for (Change change : all) {
            if (change.atMs() < 0) {
                first[change.node()] = change.idleCores();
            } else {
                later.add(change);
            }
        }
        List<Change> changes = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            if (first[node] > 0) {
                changes.add(new Change(0, node, first[node]));
            }
        }
        changes.addAll(later);
        return changes;
    }
}
