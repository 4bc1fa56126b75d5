package org.rfaas.apps.jacobi;

import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.IntSpan;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;

/** One Jacobi sweep over compressed sparse rows; rows are summed in the order in which they are stored. */
public final class SparseSweep implements LoopKernel {
    static final int OFFSETS = 0;
    static final int COLUMNS = 1;
    static final int VALUES = 2;
    static final int DIAGONAL = 3;
    static final int RHS = 4;
    static final int X = 5;
    static final int NEXT = 6;
    static final int FIRST_ROW = 7;

    @Override
    public void run(int lo, int hi, LoopArguments arguments) {
        IntSpan offsets = arguments.ints(OFFSETS);
        IntSpan columns = arguments.ints(COLUMNS);
        DoubleSpan values = arguments.doubles(VALUES);
        DoubleSpan diagonal = arguments.doubles(DIAGONAL);
        DoubleSpan b = arguments.doubles(RHS);
        DoubleSpan x = arguments.doubles(X);
        DoubleSpan next = arguments.doubles(NEXT);
        long firstRow = arguments.scalar(FIRST_ROW);
        int end = offsets.get(lo);
        for (int i = lo; i < hi; i++) {
            int start = end;
            end = offsets.get(i + 1L);
            double sum = 0;
            for (int k = start; k < end; k++) {
                sum += values.get(k) * x.get(columns.get(k));
            }
            next.set(i, x.get(firstRow + i) + (b.get(i) - sum) / diagonal.get(i));
        }
    }
}
