package org.rfaas.fabric.shm;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Layout of a single-producer single-consumer ring in shared memory, and of its two ends.
 *
 * <pre>
 * 0     consumed: how many entries the consumer has taken (u64, alone on its cache line)
 * 128   entries: depth x 64 bytes {sequence u64, kind i32, immediate i32, bytes i32}
 * ...   messages: depth x messageStride bytes, the payload of the entry with the same index
 * </pre>
 *
 * An entry is full when its sequence is its position + 1. The memory is shared with a peer that may misbehave: the
 * consumer reads each field once and checks it, and neither end trusts an index it did not count itself.
 */
final class Ring {
    /** Entry kinds. */
    static final int IMMEDIATE = 1;

    static final int MESSAGE = 2;

    static final StructLayout ENTRY = MemoryLayout.structLayout(
                    ValueLayout.JAVA_LONG.withName("sequence"),
                    ValueLayout.JAVA_INT.withName("kind"),
                    ValueLayout.JAVA_INT.withName("immediate"),
                    ValueLayout.JAVA_INT.withName("bytes"),
                    MemoryLayout.paddingLayout(44))
            .withName("ringEntry");

    static final VarHandle CONSUMED = ValueLayout.JAVA_LONG.varHandle();
    static final VarHandle SEQUENCE = ENTRY.varHandle(PathElement.groupElement("sequence"));
    static final VarHandle KIND = ENTRY.varHandle(PathElement.groupElement("kind"));
    static final VarHandle IMMEDIATE_WORD = ENTRY.varHandle(PathElement.groupElement("immediate"));
    static final VarHandle LENGTH = ENTRY.varHandle(PathElement.groupElement("bytes"));

    static final long ENTRIES_OFFSET = 128;
    static final long ENTRY_BYTES = ENTRY.byteSize();

    private Ring() {}

    /** Bytes a ring takes, a multiple of 64. */
    static long bytes(int depth, int maxMessageBytes) {
        long entries = capacity(depth);
        return ENTRIES_OFFSET + entries * (ENTRY_BYTES + messageStride(maxMessageBytes));
    }

    /** Entries of a ring for a queue pair of this depth: the next power of two. */
    static int capacity(int depth) {
        return depth == 1 ? 1 : Integer.highestOneBit(depth - 1) << 1;
    }

    static long messageStride(int maxMessageBytes) {
        return (maxMessageBytes + 63L) & -64L;
    }

    static long entryOffset(long position, int mask) {
        return ENTRIES_OFFSET + (position & mask) * ENTRY_BYTES;
    }

    static long messageOffset(long position, int mask, int maxMessageBytes) {
        return ENTRIES_OFFSET + (mask + 1L) * ENTRY_BYTES + (position & mask) * messageStride(maxMessageBytes);
    }

    /** Checks that the memory has the size the options call for. */
    static MemorySegment checked(MemorySegment memory, int depth, int maxMessageBytes) {
        if (memory.byteSize() != bytes(depth, maxMessageBytes)) {
            throw new IllegalArgumentException(
                    "a ring of " + memory.byteSize() + " bytes where " + bytes(depth, maxMessageBytes) + " are due");
        }
        return memory;
    }
}
