package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Results are the sum, the least and the greatest of x, which is the only use. */
public final class ReduceBody extends MemoryBody {
    public ReduceBody() {
        super("D", 0, 0);
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
        double sum = Double.longBitsToDouble(results[0]);
        double least = Double.longBitsToDouble(results[1]);
        double greatest = Double.longBitsToDouble(results[2]);
        for (int i = start + from; i < start + to; i++) {
            double x = windows[0].getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[0]);
            sum += x;
            least = Math.min(least, x);
            greatest = Math.max(greatest, x);
        }
        results[0] = Double.doubleToRawLongBits(sum);
        results[1] = Double.doubleToRawLongBits(least);
        results[2] = Double.doubleToRawLongBits(greatest);
    }
}
