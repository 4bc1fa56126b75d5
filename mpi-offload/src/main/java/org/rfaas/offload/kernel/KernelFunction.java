package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The function that runs a {@link LoopKernel} on a worker. Ship it with the kernel: {@code
 * FunctionBundle.of(KernelFunction.class, kernel)}.
 */
public final class KernelFunction extends LoopFunction<LoopKernel> {
    public KernelFunction() {
        super(LoopKernel.class);
    }

    @Override
    void run(
            LoopKernel kernel,
            int lo,
            int hi,
            int first,
            ArgumentFrame[] arguments,
            MemorySegment[] windows,
            MemorySegment answer) {
        LoopArguments bound = new LoopArguments(arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i].kind) {
                case LoopFrame.KIND_DOUBLES -> bound.set(i, new DoubleSpan(windows[i], arguments[i].originOrBits));
                case LoopFrame.KIND_INTS -> bound.set(i, new IntSpan(windows[i], arguments[i].originOrBits));
                default -> bound.set(i, arguments[i].originOrBits);
            }
        }
        kernel.run(lo, hi, bound);
    }
}
