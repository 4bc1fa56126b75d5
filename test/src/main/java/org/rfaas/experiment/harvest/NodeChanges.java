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

    /** In order of time. */
    List<Change> changes();

    /** Rows that tell of a node each. */
    final class Named implements NodeChanges {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Change> changes = new ArrayList<>();

        @Override
        public void set(long atMs, String node, int idleCores) {
            Integer number = numbers.computeIfAbsent(node, _ -> numbers.size());
            changes.add(new Change(atMs, number, idleCores));
        }

        @Override
        public int nodes() {
            return numbers.size();
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

        OfCluster(int coresPerNode, long seed) {
            this.coresPerNode = coresPerNode;
            this.random = new Random(seed);
        }

        @Override
        public void set(long atMs, String node, int idleCores) {
            int wanted = idleCores / coresPerNode;
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
        public List<Change> changes() {
            return changes;
        }
    }
}
