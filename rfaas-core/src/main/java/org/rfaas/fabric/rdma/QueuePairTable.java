package org.rfaas.fabric.rdma;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queue pairs by their key: a hash table with open addressing that never changes. */
final class QueuePairTable {
    private final @Nullable RdmaQueuePair[] queuePairs;
    private final int mask;

    QueuePairTable(List<RdmaQueuePair> members) {
        int size = Math.max(2, Integer.highestOneBit(members.size()) * 4);
        this.queuePairs = new RdmaQueuePair[size];
        this.mask = size - 1;
        for (RdmaQueuePair member : members) {
            int at = member.key() & mask;
            while (queuePairs[at] != null) {
                at = at + 1 & mask;
            }
            queuePairs[at] = member;
        }
    }

    /** Null for the key of a queue pair that has been closed. */
    @Nullable
    RdmaQueuePair find(int key) {
        int at = key & mask;
        for (RdmaQueuePair found = queuePairs[at]; found != null; found = queuePairs[at]) {
            if (found.key() == key) {
                return found;
            }
            at = at + 1 & mask;
        }
        return null;
    }
}
