package org.rfaas.hosts;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What a thread allocates on a path that must allocate nothing. Now and then the JVM allocates on a thread's account: when a
 * compilation ends late, or when a method handle has been called so often that it is worth a class of its own. So the least of
 * several windows counts; one object a round would be 16 bytes a round in each of them.
 */
public final class Allocation {
    /** Rounds after a warm-up of as many; fewer where a round takes long, as under emulation. */
    public static final int ROUNDS = Integer.getInteger("rfaas.test.allocation.rounds", 100_000);

    private static final int WINDOWS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes the current thread has allocated so far. */
    public static long ofThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Does it so many times; gives the whole bytes that this thread allocates each time, which are 0 if it allocates nothing. */
    public static long bytesARound(int rounds, Runnable round) {
        return bytesARound(Allocation::ofThisThread, rounds, round);
    }

    /**
     * As {@link #bytesARound(int, Runnable)}, of another thread.
     *
     * @param counter gives the bytes it has allocated so far
     */
    public static long bytesARound(LongSupplier counter, int rounds, Runnable round) {
        int window = rounds / WINDOWS;
        repeat(round, rounds - WINDOWS * window);
        long least = window == 0 ? 0 : Long.MAX_VALUE;
        for (int i = 0; i < WINDOWS; i++) {
            long before = counter.getAsLong();
            repeat(round, window);
            least = Math.min(least, counter.getAsLong() - before);
        }
        return least / Math.max(1, window);
    }

    private static void repeat(Runnable round, int times) {
        for (int i = 0; i < times; i++) {
            round.run();
        }
    }
}
