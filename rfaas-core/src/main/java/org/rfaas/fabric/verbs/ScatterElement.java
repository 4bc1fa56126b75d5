package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A {@code struct ibv_sge}: address (u64), length (u32), lkey (u32). */
final class ScatterElement {
    private static final long BYTES = 16;
    private static final long LENGTH = 8;
    private static final long LKEY = 12;

    private final MemorySegment element;

    ScatterElement(Arena arena) {
        this.element = arena.allocate(BYTES, Long.BYTES);
    }

    MemorySegment segment() {
        return element;
    }

    void set(long address, int bytes, int lkey) {
        element.set(JAVA_LONG, 0, address);
        element.set(JAVA_INT, LENGTH, bytes);
        element.set(JAVA_INT, LKEY, lkey);
    }
}
