package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code out[i] = in[i - 1] + in[i] + in[i + 1]} over {@code short}, with the sum and the greatest of {@code out} as results;
 * uses are in and out.
 */
public final class SmoothBody extends MemoryBody {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    public SmoothBody() {
        super("SS", 0, 0b10);
    }

    @Override
    public void run(
            MemorySegment[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to) {
        for (int k = from; k < to; k++) {
            long at = start + k - origins[0];
            short smooth = (short) (windows[0].getAtIndex(SHORT, at - 1)
                    + windows[0].getAtIndex(SHORT, at)
                    + windows[0].getAtIndex(SHORT, at + 1));
            windows[1].setAtIndex(SHORT, start + k - origins[1], smooth);
            results[0] += smooth;
            results[1] = Math.max(results[1], smooth);
        }
    }
}
