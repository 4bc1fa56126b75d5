package org.rfaas.offload.loop;

import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.FrameWriter;

/**
 * A loop as its workers get it.
 *
 * @param bundle the code
 * @param arguments read anew for each run
 * @param codec makes requests of the arguments, and commits answers
 */
record ShippedLoop(FunctionBundle bundle, LoopArgument[] arguments, ChunkCodec codec) {
    /**
     * A loop.
     *
     * @param kernelClass binary name of what workers run, which is in the bundle
     * @param scalars raw bits, each where its argument stands
     * @param results raw bits that chunks contribute to
     */
    ShippedLoop(FunctionBundle bundle, String kernelClass, LoopArgument[] arguments, long[] scalars, long[] results) {
        this(
                bundle,
                arguments,
                new ChunkCodec(arguments, scalars, results, new FrameWriter(kernelClass, arguments.length)));
    }
}
