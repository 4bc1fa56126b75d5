package org.rfaas.fabric.contract;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.WorkCompletion;

/** Waits with a deadline. */
final class Waiting {
    /** Far more than anything here takes; the deadline of waits whose length is not under test. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * Waits asleep after which the JVM does nothing new on their way: it specialises a method handle when it has been called 127
     * times, which allocates.
     */
    static final int SLEEPS = 300;

    private static final int HOT_POLLS = 200;

    private Waiting() {}

    /** Polls hot for a moment, then sleeps, as a worker does; on few cores pure spinning would starve the peer. */
    static boolean next(CompletionQueue completions, WorkCompletion into) {
        for (int i = 0; i < HOT_POLLS; i++) {
            if (completions.poll(into)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return completions.await(into, PATIENCE.toNanos());
    }

    /** Sleeps at once if there is nothing. */
    static boolean nextAsleep(CompletionQueue completions, WorkCompletion into) {
        return completions.await(into, PATIENCE.toNanos());
    }

    static boolean until(BooleanSupplier condition, Duration patience) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(20_000); // leaves the core to the peer
        }
        return true;
    }
}
