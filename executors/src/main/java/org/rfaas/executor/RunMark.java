package org.rfaas.executor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a worker runs at the moment, for whoever watches it: one word, so that what is read belongs to one run. Written by the
 * worker's thread, read by any. Beginning and ending a run are a store each.
 */
final class RunMark {
    /** Nothing runs. */
    static final long IDLE = 0;

    private static final VarHandle RUN;

    static {
        try {
            RUN = MethodHandles.lookup().findVarHandle(RunMark.class, "run", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Runs so far; of two runs less than 2³¹ − 1 apart, each has a mark of its own. */
    private int runs;

    @SuppressWarnings("unused") // through RUN: number of the run in the upper half, its code in the lower; or IDLE
    private long run;

    /** A run of this code begins. */
    void begin(int code) {
        runs = runs == Integer.MAX_VALUE ? 1 : runs + 1;
        RUN.setRelease(
                this, (long) runs << Integer.SIZE | Integer.toUnsignedLong(code)); // pairs with getAcquire in current
    }

    /** The run has ended. */
    void end() {
        RUN.setRelease(this, IDLE);
    }

    /** The run that goes on, or {@link #IDLE}. */
    long current() {
        return (long) RUN.getAcquire(this);
    }

    /** Code of a run: a function's number, or a system function's, below 0. */
    static int code(long run) {
        return (int) run;
    }
}
