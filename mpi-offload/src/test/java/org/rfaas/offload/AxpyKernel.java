package org.rfaas.offload;

import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;

/** {@code y = factor * x + 1}, or an exception at an index. */
public final class AxpyKernel implements LoopKernel {
    @Override
    public void run(int lo, int hi, LoopArguments a) {
        DoubleSpan x = a.doubles(0);
        DoubleSpan y = a.doubles(1);
        double factor = a.doubleScalar(2);
        long badIndex = a.scalar(3);
        for (int i = lo; i < hi; i++) {
            if (i == badIndex) {
                throw new ArithmeticException("bad index " + i);
            }
            y.set(i, factor * x.get(i) + 1);
        }
    }
}
