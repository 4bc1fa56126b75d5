package org.rfaas.offload;

import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.IntSpan;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;

/** Touches arrays in every way there is; public because a worker's class loader is another one. */
public final class MixKernel implements LoopKernel {
    static final int X = 0;
    static final int OUT = 1;
    static final int SUM = 2;
    static final int OFFSETS = 3;
    static final int VALUES = 4;
    static final int COUNTS = 5;
    static final int OUT_SHAPE = 6;
    static final int SUM_SHAPE = 9;
    static final int FACTOR = 12;

    @Override
    public void run(int lo, int hi, LoopArguments a) {
        DoubleSpan x = a.doubles(X);
        DoubleSpan out = a.doubles(OUT);
        DoubleSpan sum = a.doubles(SUM);
        IntSpan offsets = a.ints(OFFSETS);
        DoubleSpan values = a.doubles(VALUES);
        IntSpan counts = a.ints(COUNTS);
        double factor = a.doubleScalar(FACTOR);
        for (int i = lo; i < hi; i++) {
            double row = 0;
            for (int k = offsets.get(i); k < offsets.get(i + 1L); k++) {
                row += values.get(k) * x.get((k * 31L + i) % x.length());
            }
            for (long e = a.scalar(OUT_SHAPE + 1); e <= a.scalar(OUT_SHAPE + 2); e++) {
                out.set(a.scalar(OUT_SHAPE) * i + e, row + factor * e);
            }
            for (long e = a.scalar(SUM_SHAPE + 1); e <= a.scalar(SUM_SHAPE + 2); e++) {
                long at = a.scalar(SUM_SHAPE) * i + e;
                sum.set(at, sum.get(at) * factor + row);
            }
            counts.set(i, offsets.get(i + 1L) - offsets.get(i) + i);
        }
    }
}
