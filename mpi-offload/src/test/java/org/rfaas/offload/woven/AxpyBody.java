package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code y[i] += a * x[i]}, as a weaver would make it; uses are x and y, the scalar is a. */
public final class AxpyBody extends MemoryBody {
    public AxpyBody() {
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
        double a = Double.longBitsToDouble(scalars[0]);
        for (int k = from; k < to; k++) {
            long i = (long) start + k;
            double x = windows[0].getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[0]);
            double y = windows[1].getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[1]);
            windows[1].setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[1], y + a * x);
        }
    }
}
