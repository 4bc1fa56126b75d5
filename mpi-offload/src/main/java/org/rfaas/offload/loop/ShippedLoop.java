package org.rfaas.offload.loop;

import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.FrameWriter;

/** A loop as its workers get it: the code, and requests made of the arguments of the run that has begun. */
public final class ShippedLoop {
    private final FunctionBundle bundle;
    private final LoopArgument[] arguments;
    private final ChunkCodec codec;

    /**
     * A loop whose arguments, scalars and results are read anew for each run.
     *
     * @param bundle the code
     * @param kernelClass binary name of what workers run, which is in the bundle
     * @param scalars raw bits, each where its argument stands
     * @param results raw bits that iterations contribute to
     */
    public ShippedLoop(
            FunctionBundle bundle, String kernelClass, LoopArgument[] arguments, long[] scalars, long[] results) {
        this.bundle = bundle;
        this.arguments = arguments;
        this.codec = new ChunkCodec(arguments, scalars, results, new FrameWriter(kernelClass, arguments.length));
    }

    FunctionBundle bundle() {
        return bundle;
    }

    LoopArgument[] arguments() {
        return arguments;
    }

    /** Makes requests of the arguments, and commits answers. */
    ChunkCodec codec() {
        return codec;
    }
}
