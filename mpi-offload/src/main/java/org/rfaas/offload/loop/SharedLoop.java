package org.rfaas.offload.loop;

import org.rfaas.function.FunctionBundle;

/**
 * One loop whose iterations are independent. Decides which runs are worth planning, and shares those. Used by the rank's
 * thread.
 */
public final class SharedLoop {
    private final OwnExecution own;
    private final ShippedLoop shipped;
    private final LoopDispatch dispatch;

    /** Shorter runs stay on the rank unplanned. */
    private long shortBelow;

    /**
     * A loop.
     *
     * @param arguments read anew for each run, as is {@code scalars}
     * @param results raw bits that iterations contribute to
     * @param isDescending whether it counts down
     * @param kernelClass binary name of what workers run, which is in the bundle
     */
    public SharedLoop(
            LoopContext context,
            String name,
            LoopArgument[] arguments,
            long[] scalars,
            long[] results,
            boolean isDescending,
            String kernelClass,
            FunctionBundle bundle) {
        this.own = new OwnExecution(context.counters(), isDescending, System::nanoTime);
        this.shipped = new ShippedLoop(bundle, kernelClass, arguments, scalars, results);
        this.dispatch = new LoopDispatch(context, name, shipped, own);
    }

    /** Whether a run of {@code trips} iterations would be shared, or at least timed, so that it has to come here. */
    public boolean wants(long trips) {
        return mayBeShared(trips) || own.isDue();
    }

    /** Whether {@link #run} would plan so many iterations. */
    public boolean mayBeShared(long trips) {
        return trips >= shortBelow || dispatch.hasNews();
    }

    /** A run that was not wanted. */
    public void ranInPlace(long trips) {
        own.ranInPlace(trips);
    }

    /**
     * Runs all iterations on the rank, unplanned, and in the order of the source: whether they are independent has not been
     * asked.
     */
    public void runHere(int trips, LocalRange local) {
        own.begin(trips);
        own.run(local, 0, trips);
        own.end();
        learn(trips);
    }

    /**
     * Runs all iterations; on return their results are in the rank's arrays.
     *
     * @param first value of the loop variable in iteration 0
     */
    public void run(int trips, int first, LocalRange local) {
        shipped.codec().startAt(first);
        if (dispatch.run(trips, local)) {
            shortBelow = 0;
        } else {
            learn(trips);
        }
    }

    private void learn(int trips) {
        shortBelow = dispatch.isWorthPlanning(trips) ? 0 : trips + 1L;
    }
}
