package org.rfaas.offload;

import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;

/** Microseconds an iteration. */
public final class SlowKernel implements LoopKernel {
    @Override
    public void run(int lo, int hi, LoopArguments a) {
        DoubleSpan in = a.doubles(0);
        DoubleSpan out = a.doubles(1);
        for (int i = lo; i < hi; i++) {
            double value = in.get(i) + i;
            for (int k = 0; k < 200; k++) {
                value = Math.sin(value) + 1;
            }
            out.set(i, value);
        }
    }
}
