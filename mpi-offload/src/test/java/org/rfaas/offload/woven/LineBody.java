package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code y[i] = factor * x[i] + 1}, or an exception at an index; uses are x and y, scalars the factor and the index. */
public final class LineBody extends MemoryBody {
    public LineBody() {
        super("DD", 0, 0b10);
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
        double factor = Double.longBitsToDouble(scalars[0]);
        for (int i = start + from; i < start + to; i++) {
            if (i == scalars[1]) {
                throw new ArithmeticException("bad index " + i);
            }
            double x = windows[0].getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[0]);
            windows[1].setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[1], factor * x + 1);
        }
    }
}
