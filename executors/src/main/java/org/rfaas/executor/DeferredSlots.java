package org.rfaas.executor;

/**
 * Slots whose invocations came while the worker could not attend to them, in the order they came. Bounded by the number of
 * slots: a client that names more has broken the protocol. One thread; allocates nothing.
 */
final class DeferredSlots {
    private final int[] indexes;
    private int first;
    private int count;

    DeferredSlots(int capacity) {
        this.indexes = new int[capacity];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** False when there is no room. */
    boolean add(int index) {
        if (count == indexes.length) {
            return false;
        }
        indexes[(first + count++) % indexes.length] = index;
        return true;
    }

    /** The oldest. */
    int take() {
        int index = indexes[first];
        first = (first + 1) % indexes.length;
        count--;
        return index;
    }
}
