package org.rfaas.fabric.tcp;

import org.rfaas.fabric.RingCounters;

/**
 * Immediates and messages that have arrived and wait for a receive, from whoever drives the connection to the polling
 * thread. The peer's credit is the length of this ring, so an arrival that finds no room comes from a peer that breaks
 * the protocol.
 *
 * <p>Messages wait in memory of their own, allocated when first needed: as many as ever waited at once, at most the ring's
 * length, each of the agreed maximum.
 */
final class Arrivals {
    static final int IMMEDIATE = -1;

    private final RingCounters ring;
    private final int[] messages;
    private final int[] immediates;
    private final int[] lengths;
    private final MessageMemory memory;

    /** What the peer was last told of {@link #consumed}; written in the transmit section. */
    private volatile long told;

    Arrivals(int depth, int maxMessageBytes) {
        int capacity = RingCounters.capacity(depth);
        this.ring = new RingCounters(capacity);
        this.messages = new int[capacity];
        this.immediates = new int[capacity];
        this.lengths = new int[capacity];
        this.memory = new MessageMemory(capacity, maxMessageBytes);
    }

    MessageMemory memory() {
        return memory;
    }

    /** In the drive section, as {@link #push}. */
    boolean hasRoom() {
        return ring.hasRoom();
    }

    /**
     * @param message where it is in {@link #memory}, or {@link #IMMEDIATE}
     */
    void push(int message, int immediate, int bytes) {
        int at = ring.producerIndex();
        messages[at] = message;
        immediates[at] = immediate;
        lengths[at] = bytes;
        ring.produce();
    }

    /** Polling thread, as all up to {@link #take}. */
    boolean isReady() {
        return ring.isReady();
    }

    int message() {
        return messages[ring.consumerIndex()];
    }

    int immediate() {
        return immediates[ring.consumerIndex()];
    }

    int bytes() {
        return lengths[ring.consumerIndex()];
    }

    void take() {
        int message = message();
        if (message != IMMEDIATE) {
            memory.release(message);
        }
        ring.consume();
    }

    /** How many met a receive. Any thread. */
    long consumed() {
        return ring.consumedCount();
    }

    /** In the transmit section. */
    void tell(long consumed) {
        told = consumed;
    }

    /**
     * Whether the peer should be told of {@link #consumed} now, rather than with the next frame that goes anyway: when it
     * may be running out of credit. Any thread.
     */
    boolean isCreditDue() {
        long before = told;
        return ring.producedCount() - before > ring.capacity() / 2 && ring.consumedCount() != before;
    }
}
