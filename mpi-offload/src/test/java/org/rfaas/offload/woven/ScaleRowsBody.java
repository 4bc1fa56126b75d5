package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code into[i][j] = from[i][j] * factor[j]} over {@code float}; uses are from, factor and into. */
public final class ScaleRowsBody extends MemoryBody {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    public ScaleRowsBody() {
        super("FFF", 0b101, 0b100);
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
            for (int j = 0; j < rowLengths[0]; j++) {
                long at = (start + k - origins[0]) * rowLengths[0] + j;
                float value = windows[0].getAtIndex(FLOAT, at) * windows[1].getAtIndex(FLOAT, j - origins[1]);
                windows[2].setAtIndex(FLOAT, (start + k - origins[2]) * rowLengths[2] + j, value);
            }
        }
    }
}
