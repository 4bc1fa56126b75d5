package org.rfaas.offload;

import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.KernelFunction;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;
import org.rfaas.offload.plan.Blocks;

/**
 * A counted loop with independent iterations, prepared once and run many times, on the rank and its workers.
 *
 * <p>Used by the rank's thread. A run that stays on the rank costs some ten nanoseconds more than the kernel and allocates
 * nothing, unless workers hold copies of what it writes.
 */
public final class ParallelLoop {
    private static final long[] NO_RESULTS = {};

    private final LoopArgument[] arguments;
    private final @Nullable OffloadArray[] arrays;
    private final LoopArguments local;
    private final LocalRange here;
    private final SharedLoop loop;

    /**
     * A loop.
     *
     * @param arrays one an argument, {@code null} for scalars
     */
    ParallelLoop(
            OffloadRuntime runtime,
            String name,
            LoopKernel kernel,
            LoopArgument[] arguments,
            @Nullable OffloadArray[] arrays,
            LoopArguments local) {
        this.arguments = arguments;
        this.arrays = arrays;
        this.local = local;
        this.here = (lo, hi) -> kernel.run(lo, hi, local);
        if (runtime.isOff()) {
            this.loop = new SharedLoop(runtime);
        } else {
            FunctionBundle bundle = FunctionBundle.of(KernelFunction.class, kernel.getClass());
            String kernelClass = kernel.getClass().getName();
            this.loop = new SharedLoop(runtime, name, arguments, local, NO_RESULTS, kernelClass, bundle);
        }
    }

    /**
     * Runs the iterations {@code lo <= i < hi}; returns when all results are in the rank's arrays. An exception of the
     * kernel surfaces here from the rank's own execution; then other iterations may have run already.
     */
    public void run(int lo, int hi) {
        if (lo >= hi) {
            return;
        }
        for (OffloadArray array : arrays) {
            if (array != null) {
                array.requireSameStorage();
            }
        }
        try {
            if (loop.mayBeShared((long) hi - lo)) {
                loop.run(lo, hi, 0, here);
            } else {
                loop.runHere(lo, hi, here);
            }
        } finally {
            touchWritten(lo, hi);
        }
    }

    /** Changes an integer argument for the next runs. */
    public void set(int argument, long value) {
        require(arguments[argument] instanceof LoopArgument.OfLong, argument, "an integer");
        local.set(argument, value);
    }

    /** Changes a floating-point argument for the next runs. */
    public void set(int argument, double value) {
        require(arguments[argument] instanceof LoopArgument.OfDouble, argument, "a floating-point number");
        local.set(argument, value);
    }

    /**
     * Lets an argument mean another array in the next runs, with the same access and footprint.
     *
     * @throws IllegalArgumentException when the argument is no array or has other elements
     */
    public void bind(int argument, OffloadArray array) {
        if (!(arguments[argument] instanceof LoopArgument.OfArray of)) {
            throw new IllegalArgumentException("argument " + argument + " is a scalar, not an array");
        }
        arguments[argument] = of.with(array.array());
        arrays[argument] = array;
        array.bind(local, argument);
    }

    private void touchWritten(int lo, int hi) {
        for (LoopArgument argument : arguments) {
            if (argument instanceof LoopArgument.OfArray of && of.access().writes()) {
                TrackedArray tracked = of.array().tracked();
                if (tracked.log().isTracked()) {
                    Blocks blocks = of.blocks(lo, hi);
                    tracked.touch(
                            Math.max(0, blocks.first()), Math.min(of.array().length(), blocks.end()));
                } else {
                    tracked.touch(0, 1);
                }
            }
        }
    }

    private static void require(boolean condition, int argument, String what) {
        if (!condition) {
            throw new IllegalArgumentException("argument " + argument + " of the loop is not " + what);
        }
    }
}
