package org.rfaas.offload;

import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.FrameWriter;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.CostModel;

/**
 * One loop with independent iterations, however it was written: runs it on the rank, or on the rank and its workers, and
 * learns what it costs. Used by the rank's thread; a run that stays on the rank allocates nothing.
 */
final class SharedLoop {
    /** The first runs are all timed, later ones now and then. */
    private static final int TIMED_AT_FIRST = 4;

    private static final int TIMED_EVERY = 64;

    private final Counters counters;
    private final CostModel localCost = new CostModel(new Cost(0, 0));
    private final @Nullable ChunkCodec codec;
    private final @Nullable LoopDispatch dispatch;

    /** Ranges shorter than this stay on the rank without further thought. */
    private long shortBelow;

    private int timedAtFirst;
    private int untimed;

    /**
     * A loop.
     *
     * @param arguments read anew for each run
     * @param scalars as {@code arguments}
     * @param results raw bits that iterations contribute to
     * @param kernelClass binary name of what workers run, which is in the bundle
     */
    SharedLoop(
            OffloadRuntime runtime,
            String name,
            LoopArgument[] arguments,
            LoopArguments scalars,
            long[] results,
            String kernelClass,
            FunctionBundle bundle) {
        this.counters = runtime.counters();
        this.codec = new ChunkCodec(arguments, scalars, results, new FrameWriter(kernelClass, arguments.length));
        this.dispatch = new LoopDispatch(runtime, name, bundle, codec, arguments, localCost);
    }

    /** A loop that never leaves the rank. */
    SharedLoop(OffloadRuntime runtime) {
        this.counters = runtime.counters();
        this.codec = null;
        this.dispatch = null;
    }

    /** Whether a run of {@code n} iterations would be shared, or at least timed, so that it has to come here. */
    boolean wants(long n) {
        return mayBeShared(n) || (dispatch != null && isTimeToTime());
    }

    /** Whether {@link #run} would think about sharing {@code n} iterations. */
    boolean mayBeShared(long n) {
        LoopDispatch shared = dispatch;
        return shared != null && (n >= shortBelow || shared.hasNews());
    }

    /**
     * Runs the iterations {@code lo <= k < hi}; on return all results are in the rank's arrays.
     *
     * @param first value of the loop variable in iteration 0
     */
    void run(int lo, int hi, int first, LocalRange local) {
        LoopDispatch shared = dispatch;
        if (shared == null || codec == null) {
            runHere(lo, hi, local);
            return;
        }
        codec.startAt(first);
        if (!shared.run(lo, hi, local)) {
            long n = (long) hi - lo;
            boolean isLong = shared.hasWorkers() && shared.isLong(n);
            shortBelow = isLong ? 0 : n + 1;
            runHere(lo, hi, local, isLong || isTimeToTime());
        }
    }

    /** Runs the iterations {@code lo <= k < hi} on the rank, without a thought. */
    void runHere(int lo, int hi, LocalRange local) {
        runHere(lo, hi, local, isTimeToTime());
    }

    private boolean isTimeToTime() {
        return timedAtFirst < TIMED_AT_FIRST || ++untimed >= TIMED_EVERY;
    }

    private void runHere(int lo, int hi, LocalRange local, boolean isTimed) {
        if (isTimed) {
            long startNs = System.nanoTime();
            local.run(lo, hi);
            localCost.observe((long) hi - lo, System.nanoTime() - startNs);
            timedAtFirst = Math.min(TIMED_AT_FIRST, timedAtFirst + 1);
            untimed = 0;
            shortBelow = 0;
        } else {
            local.run(lo, hi);
        }
        counters.iterationsLocal += (long) hi - lo;
    }
}
