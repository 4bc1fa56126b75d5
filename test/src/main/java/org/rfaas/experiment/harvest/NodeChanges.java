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

    /** How many nodes there have been. */
    int nodes();

    /** In order of time; each changes something. */
    List<Change> changes();

    /** Part of all the idle cores that were told of, 0 to 1, which fill no node and are in no change. */
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
        private long idleCores;
        private long leftOut;

        OfCluster(int coresPerNode, long seed) {
            this.coresPerNode = coresPerNode;
            this.random = new Random(seed);
        }

        @Override
        public void set(long atMs, String node, int idleCoresNow) {
            int wanted = idleCoresNow / coresPerNode;
            idleCores += idleCoresNow;
            leftOut += idleCoresNow % coresPerNode;
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
            return idleCores == 0 ? 0 : (double) leftOut / idleCores;
        }

        @Override
        public List<Change> changes() {
            return changes;
        }
    }
}
