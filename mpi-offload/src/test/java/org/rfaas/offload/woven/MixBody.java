package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Touches arrays in every way there is. Uses are x and values, of which it reads all, offsets, the two that are read for an
 * iteration, then out, sum and counts, which it writes; scalars are stride, least and greatest offset of out and of sum,
 * then a factor.
 */
public final class MixBody extends MemoryBody {
    public static final int X = 0;
    public static final int VALUES = 1;
    public static final int OFFSETS = 2;
    public static final int OUT = 3;
    public static final int SUM = 4;
    public static final int COUNTS = 5;
    public static final int FACTOR = 6;

    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    public MixBody() {
        super("DDIDDI", 0, 0b111000);
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
        MemorySegment x = windows[X];
        double factor = Double.longBitsToDouble(scalars[FACTOR]);
        for (int i = start + from; i < start + to; i++) {
            int first = windows[OFFSETS].getAtIndex(INT, i - origins[OFFSETS]);
            int end = windows[OFFSETS].getAtIndex(INT, i + 1 - origins[OFFSETS]);
            double row = 0;
            for (int k = first; k < end; k++) {
                row += windows[VALUES].getAtIndex(DOUBLE, k)
                        * x.getAtIndex(DOUBLE, (k * 31L + i) % (x.byteSize() / Double.BYTES));
            }
            for (long e = scalars[1]; e <= scalars[2]; e++) {
                windows[OUT].setAtIndex(DOUBLE, scalars[0] * i + e - origins[OUT], row + factor * e);
            }
            for (long e = scalars[4]; e <= scalars[5]; e++) {
                long at = scalars[3] * i + e - origins[SUM];
                windows[SUM].setAtIndex(DOUBLE, at, windows[SUM].getAtIndex(DOUBLE, at) * factor + row);
            }
            windows[COUNTS].setAtIndex(INT, i - origins[COUNTS], end - first + i);
        }
    }
}
