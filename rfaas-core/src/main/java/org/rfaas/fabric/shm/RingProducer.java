package org.rfaas.fabric.shm;

import java.lang.foreign.MemorySegment;

/** The producing end of a {@link Ring}. One thread at a time; allocates nothing. */
final class RingProducer {
    private final MemorySegment ring;
    private final int mask;
    private final int maxMessageBytes;

    private long position;
    private long knownConsumed;

    RingProducer(MemorySegment ring, int depth, int maxMessageBytes) {
        this.ring = Ring.checked(ring, depth, maxMessageBytes);
        this.mask = Ring.capacity(depth) - 1;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Whether {@link #publish} may be called. */
    boolean hasRoom() {
        if (position - knownConsumed <= mask) {
            return true;
        }
        knownConsumed = (long) Ring.CONSUMED.getAcquire(ring, 0L); // pairs with setRelease in RingConsumer.advance
        // a consumer that claims more than was published gains nothing: its unread entries are overwritten
        return position - knownConsumed <= mask;
    }

    /** Copies the payload of the entry that {@link #publish} will make. */
    void stageMessage(MemorySegment from, long offset, int bytes) {
        MemorySegment.copy(from, offset, ring, Ring.messageOffset(position, mask, maxMessageBytes), bytes);
    }

    /** Makes the next entry visible to the consumer, and with it every store made before. */
    void publish(int kind, int immediate, int bytes) {
        long entry = Ring.entryOffset(position, mask);
        Ring.KIND.set(ring, entry, kind);
        Ring.IMMEDIATE_WORD.set(ring, entry, immediate);
        Ring.LENGTH.set(ring, entry, bytes);
        Ring.SEQUENCE.setRelease(ring, entry, position + 1); // pairs with getAcquire in RingConsumer.isReady
        position++;
    }
}
