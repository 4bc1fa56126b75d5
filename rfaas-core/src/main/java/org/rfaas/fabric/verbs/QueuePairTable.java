package org.rfaas.fabric.verbs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queue pairs by their number, which the device chose: a hash table with open addressing that never changes. */
final class QueuePairTable {
    private final int[] numbers;
    private final @Nullable VerbsQueuePair[] queuePairs;
    private final int mask;

    QueuePairTable(List<VerbsQueuePair> members) {
        int size = Math.max(2, Integer.highestOneBit(members.size()) * 4);
        this.numbers = new int[size];
        this.queuePairs = new VerbsQueuePair[size];
        this.mask = size - 1;
        for (VerbsQueuePair member : members) {
            int at = member.number() & mask;
            while (queuePairs[at] != null) {
                at = at + 1 & mask;
            }
            numbers[at] = member.number();
            queuePairs[at] = member;
        }
    }

    /** Null for the number of a queue pair that has been closed. */
    @Nullable
    VerbsQueuePair find(int number) {
        for (int at = number & mask; queuePairs[at] != null; at = at + 1 & mask) {
            if (numbers[at] == number) {
                return queuePairs[at];
            }
        }
        return null;
    }
}
