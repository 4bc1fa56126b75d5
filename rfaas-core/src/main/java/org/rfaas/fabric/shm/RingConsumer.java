package org.rfaas.fabric.shm;

import java.lang.foreign.MemorySegment;

/**
 * The consuming end of a {@link Ring}. One thread at a time; allocates nothing. {@link #isReady} loads the entry;
 * {@link #kind}, {@link #immediate}, {@link #bytes} and {@link #copyMessage} then speak of it until {@link #advance}.
 */
final class RingConsumer {
    private final MemorySegment ring;
    private final int mask;
    private final int maxMessageBytes;

    private long position;
    private int kind;
    private int immediate;
    private int bytes;

    RingConsumer(MemorySegment ring, int depth, int maxMessageBytes) {
        this.ring = Ring.checked(ring, depth, maxMessageBytes);
        this.mask = Ring.capacity(depth) - 1;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Whether there is an entry; if so its fields have been read, each once. */
    boolean isReady() {
        long entry = Ring.entryOffset(position, mask);
        // pairs with setRelease in RingProducer.publish
        if ((long) Ring.SEQUENCE.getAcquire(ring, entry) != position + 1) {
            return false;
        }
        kind = (int) Ring.KIND.get(ring, entry);
        immediate = (int) Ring.IMMEDIATE_WORD.get(ring, entry);
        bytes = (int) Ring.LENGTH.get(ring, entry);
        return true;
    }

    /** Whether the entry obeys the protocol. */
    boolean isValid() {
        return switch (kind) {
            case Ring.IMMEDIATE -> bytes >= 0;
            case Ring.MESSAGE -> bytes >= 0 && bytes <= maxMessageBytes;
            default -> false;
        };
    }

    int kind() {
        return kind;
    }

    int immediate() {
        return immediate;
    }

    int bytes() {
        return bytes;
    }

    /** Copies the entry's message out; {@link #isValid} must hold. */
    void copyMessage(MemorySegment into, long offset) {
        MemorySegment.copy(ring, Ring.messageOffset(position, mask, maxMessageBytes), into, offset, bytes);
    }

    /** Gives the entry back to the producer. */
    void advance() {
        position++;
        Ring.CONSUMED.setRelease(ring, 0L, position); // pairs with getAcquire in RingProducer.hasRoom
    }
}
