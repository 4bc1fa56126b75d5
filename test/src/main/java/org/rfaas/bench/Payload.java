package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What travels, eight bytes or more: every byte is written anew for every round, so that no cache keeps it from having to move. */
public final class Payload {
    private Payload() {}

    public static void compose(MemorySegment segment, int bytes, long round) {
        segment.asSlice(0, bytes).fill((byte) round);
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, round);
        if (bytes >= 2 * Long.BYTES) {
            segment.set(ValueLayout.JAVA_LONG_UNALIGNED, bytes - Long.BYTES, ~round);
        }
    }

    /**
     * Checks what came back.
     *
     * @throws IllegalStateException when it is not what was composed
     */
    public static void check(MemorySegment segment, int bytes, long round) {
        boolean whole = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) == round
                && (bytes < 2 * Long.BYTES
                        || segment.get(ValueLayout.JAVA_LONG_UNALIGNED, bytes - Long.BYTES) == ~round);
        if (!whole) {
            throw new IllegalStateException("round " + round + " of " + bytes + " bytes came back changed");
        }
    }
}
