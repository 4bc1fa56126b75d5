package org.rfaas.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.rfaas.fabric.RingCounters;

/** Buffers for messages that wait for a receive; recycled, so that a busy connection allocates none. */
final class MessageMemory {
    private final int maxMessageBytes;
    private final RingCounters free;
    private final int[] released;
    private final ByteBuffer[] buffers;
    private final MemorySegment[] segments;
    private int allocated;

    MessageMemory(int capacity, int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
        this.free = new RingCounters(capacity);
        this.released = new int[capacity];
        this.buffers = new ByteBuffer[capacity];
        this.segments = new MemorySegment[capacity];
    }

    /** In the drive section: room for one message; there are never more than arrivals. */
    int acquire() {
        if (free.isReady()) {
            int index = released[free.consumerIndex()];
            free.consume();
            return index;
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(maxMessageBytes);
        buffers[allocated] = buffer;
        segments[allocated] = MemorySegment.ofBuffer(buffer);
        return allocated++;
    }

    /** In the drive section: the buffer to read into. */
    ByteBuffer buffer(int index) {
        return buffers[index].clear();
    }

    /** The memory of {@link #buffer}; published to the polling thread with the arrival. */
    MemorySegment segment(int index) {
        return segments[index];
    }

    /** Polling thread. */
    void release(int index) {
        released[free.producerIndex()] = index;
        free.produce();
    }
}
