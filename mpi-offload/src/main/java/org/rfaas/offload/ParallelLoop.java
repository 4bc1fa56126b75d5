package org.rfaas.offload;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.CostModel;

/**
 * A counted loop with independent iterations, prepared once and run many times, on the rank and its workers.
 *
 * <p>Used by the rank's thread. A run that stays on the rank costs some ten nanoseconds more than the kernel and allocates
 * nothing, unless workers hold copies of what it writes.
 */
public final class ParallelLoop {
    /** The first runs are all timed, later ones now and then. */
    private static final int TIMED_AT_FIRST = 4;

    private static final int TIMED_EVERY = 64;

    private final LoopKernel kernel;
    private final LoopArgument[] arguments;
    private final LoopArguments local;
    private final Counters counters;
    private final CostModel localCost = new CostModel(new Cost(0, 0));
    private final @Nullable LoopDispatch dispatch;

    /** Ranges shorter than this stay on the rank without further thought. */
    private long shortBelow;

    private int timedAtFirst;
    private int untimed;

    ParallelLoop(
            OffloadRuntime runtime, String name, LoopKernel kernel, LoopArgument[] arguments, LoopArguments local) {
        this.kernel = kernel;
        this.arguments = arguments;
        this.local = local;
        this.counters = runtime.counters();
        this.dispatch = runtime.isOff() ? null : new LoopDispatch(runtime, name, kernel, arguments, local, localCost);
    }

    /**
     * Runs the iterations {@code lo <= i < hi}; returns when all results are in the rank's arrays. An exception of the
     * kernel surfaces here from the rank's own execution; then other iterations may have run already.
     */
    public void run(int lo, int hi) {
        long n = (long) hi - lo;
        if (n <= 0) {
            return;
        }
        LoopDispatch shared = dispatch;
        try {
            if (shared == null || (n < shortBelow && !shared.hasNews())) {
                runHere(lo, hi);
            } else if (!shared.run(lo, hi)) {
                shortBelow = n + 1;
                runHere(lo, hi);
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
        arguments[argument] = of.with(array);
        array.bind(local, argument);
    }

    private void runHere(int lo, int hi) {
        boolean isTimed = timedAtFirst < TIMED_AT_FIRST || ++untimed >= TIMED_EVERY;
        if (isTimed) {
            long startNs = System.nanoTime();
            kernel.run(lo, hi, local);
            localCost.observe((long) hi - lo, System.nanoTime() - startNs);
            timedAtFirst = Math.min(TIMED_AT_FIRST, timedAtFirst + 1);
            untimed = 0;
            shortBelow = 0;
        } else {
            kernel.run(lo, hi, local);
        }
        counters.iterationsLocal += (long) hi - lo;
    }

    private void touchWritten(int lo, int hi) {
        for (LoopArgument argument : arguments) {
            if (argument instanceof LoopArgument.OfArray of && of.access().writes()) {
                TouchLog log = of.array().log();
                if (log.isTracked()) {
                    Blocks blocks = of.footprint().blocks(lo, hi, of.array().length());
                    log.touch(Math.max(0, blocks.first()), Math.min(of.array().length(), blocks.end()));
                } else {
                    log.touch(0, 1);
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
