package org.rfaas.experiment.harvest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.rfaas.experiment.harvest.IdleTrace.Change;

/** Collects the rows of a trace as changes of nodes. */
sealed interface NodeChanges {
    /**
     * From now on so many cores are idle.
     *
     * @param node name of the node, or empty for the whole cluster
     */
    void set(long atMs, String node, int idleCores);

    /** What was idle last is idle until then. */
    void end(long atMs);

    /** How many nodes there have been. */
    int nodes();

    /** In order of time; each changes something. */
    List<Change> changes();

    /** Part of the idle cores' time up to the end, 0 to 1, of cores that fill no node and are in no change. */
    double partsOfNodes();

    /** Rows that tell of a node each. */
    final class Named implements NodeChanges {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Integer> idle = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();

        @Override
        public void set(long atMs, String node, int idleCores) {
            int number = numbers.computeIfAbsent(node, _ -> numbers.size());
            if (number == idle.size()) {
                idle.add(0);
            }
            if (idle.set(number, idleCores) != idleCores) {
                changes.add(new Change(atMs, number, idleCores));
            }
        }

        @Override
        public void end(long atMs) {}

        @Override
        public int nodes() {
            return numbers.size();
        }

        @Override
        public double partsOfNodes() {
            return 0;
        }

        @Override
        public List<Change> changes() {
            return changes;
        }
    }

    /** Rows that tell of the whole cluster. Idle nodes are taken back at random. */
    final class OfCluster implements NodeChanges {
        private final int coresPerNode;
        private final Random random;
        private final List<Integer> idle = new ArrayList<>();
        private final List<Integer> busy = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private int nodes;
        private long lastMs;
        private int idleCores;
        private long idleCoreMs;
        private long leftOutCoreMs;

        OfCluster(int coresPerNode, long seed) {
            this.coresPerNode = coresPerNode;
            this.random = new Random(seed);
        }

        @Override
        public void set(long atMs, String node, int idleCoresNow) {
            int wanted = idleCoresNow / coresPerNode;
            end(atMs);
            idleCores = idleCoresNow;
            while (idle.size() < wanted) {
                int number = busy.isEmpty() ? nodes++ : removeAny(busy);
                idle.add(number);
                changes.add(new Change(atMs, number, coresPerNode));
            }
            while (idle.size() > wanted) {
                int number = removeAny(idle);
                busy.add(number);
                changes.add(new Change(atMs, number, 0));
            }
        }

        @Override
        public void end(long atMs) {
            idleCoreMs += (atMs - lastMs) * idleCores;
            leftOutCoreMs += (atMs - lastMs) * (idleCores % coresPerNode);
            lastMs = atMs;
        }

        private int removeAny(List<Integer> from) {
            int at = random.nextInt(from.size());
            int number = from.get(at);
            from.set(at, from.getLast());
            from.removeLast();
            return number;
        }

        @Override
        public int nodes() {
            return nodes;
        }

        @Override
        public double partsOfNodes() {
            return idleCoreMs == 0 ? 0 : (double) leftOutCoreMs / idleCoreMs;
        }

        @Override
        public List<Change> changes() {
            return changes;
        }
    }
}
