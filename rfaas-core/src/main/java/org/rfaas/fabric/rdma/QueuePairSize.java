package org.rfaas.fabric.rdma;

import org.rfaas.fabric.QueuePairOptions;

/**
 * How much work a queue pair must be able to hold.
 *
 * @param sendLimit sends that may be outstanding before work in a single part has to wait
 * @param sendSlots slots of the send queue, a power of two
 * @param receiveSlots slots of the receive queue, a power of two
 */
public record QueuePairSize(int sendLimit, int sendSlots, int receiveSlots) {
    /** Slots for the parts of work that is longer than one work request can carry. */
    private static final int LEAST_SEND_SLOTS = 64;

    public static QueuePairSize of(QueuePairOptions options) {
        int sendLimit = powerOfTwo(2 * options.depth());
        return new QueuePairSize(sendLimit, Math.max(sendLimit, LEAST_SEND_SLOTS), powerOfTwo(options.depth()));
    }

    private static int powerOfTwo(int atLeast) {
        return Integer.highestOneBit(2 * atLeast - 1);
    }

    /** How many completions the completion queue may have to hold. */
    int completions() {
        return sendSlots + receiveSlots;
    }
}
