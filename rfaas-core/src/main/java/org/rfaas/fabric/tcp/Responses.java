package org.rfaas.fabric.tcp;

import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.RingCounters;

/**
 * Answers to the peer's requests, from whoever drives the connection to whoever transmits. The accessors speak of the
 * oldest, when {@link #isReady}. An honest peer has at most its queue pair's depth of requests outstanding, so an answer
 * that finds no room is asked for by one that breaks the protocol.
 */
final class Responses {
    private final RingCounters ring;
    private final byte[] opcodes;
    private final int[] sequences;
    private final @Nullable TcpMemoryRegion[] regions;
    private final long[] offsets;
    private final long[] lengths;

    Responses(int depth) {
        int capacity = 2 * RingCounters.capacity(depth); // an answer leaves the ring a moment after the peer has it
        this.ring = new RingCounters(capacity);
        this.opcodes = new byte[capacity];
        this.sequences = new int[capacity];
        this.regions = new TcpMemoryRegion[capacity];
        this.offsets = new long[capacity];
        this.lengths = new long[capacity];
    }

    /** In the drive section; false when there is no room. */
    boolean read(int sequence, TcpMemoryRegion region, long offset, long bytes) {
        return push(Frame.READ_RESPONSE, sequence, region, offset, bytes);
    }

    /** In the drive section; false when there is no room. */
    boolean fetchAndAdd(int sequence, long former) {
        return push(Frame.FETCH_AND_ADD_RESPONSE, sequence, null, former, 0);
    }

    /** In the drive section; false when there is no room. */
    boolean refuse(int sequence) {
        return push(Frame.NAK, sequence, null, 0, 0);
    }

    private boolean push(byte opcode, int sequence, @Nullable TcpMemoryRegion region, long offset, long bytes) {
        if (!ring.hasRoom()) {
            return false;
        }
        int at = ring.producerIndex();
        opcodes[at] = opcode;
        sequences[at] = sequence;
        regions[at] = region;
        offsets[at] = offset;
        lengths[at] = bytes;
        ring.produce();
        return true;
    }

    /** In the transmit section, as all below. */
    boolean isReady() {
        return ring.isReady();
    }

    byte opcode() {
        return opcodes[ring.consumerIndex()];
    }

    int sequence() {
        return sequences[ring.consumerIndex()];
    }

    @Nullable
    TcpMemoryRegion region() {
        return regions[ring.consumerIndex()];
    }

    /** Offset in the region, or the former value of a fetch-and-add. */
    long offsetOrValue() {
        return offsets[ring.consumerIndex()];
    }

    long bytes() {
        return lengths[ring.consumerIndex()];
    }

    void take() {
        ring.consume();
    }
}
