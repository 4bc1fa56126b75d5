package org.rfaas.fabric.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * A word in shared memory by which the owner of a completion queue says that it sleeps. Peers ring after they have
 * published; ringing costs a fence and a load unless the owner sleeps.
 *
 * <p>The owner stores SLEEPING, then looks at its rings again; a peer publishes to a ring, then looks at the word. Each
 * has a full fence between the two, so one of them sees the other (Dekker).
 */
final class Doorbell {
    static final long BYTES = 64;

    /**
     * A peer that is killed or stopped between taking SLEEPING away and the wake leaves a sleeper whom no other peer rings any
     * more.
     */
    private static final long LONGEST_SLEEP_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;
    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final Futex futex;

    Doorbell(MemorySegment memory) {
        this.memory = memory;
        this.futex = new Futex(memory.asSlice(0, Integer.BYTES));
    }

    /** Wakes the owner if it sleeps. Any thread of any process, after publishing. */
    void ring() {
        VarHandle.fullFence(); // pairs with the fence in announceSleep
        ringAfterFence();
    }

    /** As {@link #ring}, where a full fence stands between the publishing and this call already. */
    void ringAfterFence() {
        if ((int) WORD.getOpaque(memory, 0L) == SLEEPING && WORD.compareAndSet(memory, 0L, SLEEPING, AWAKE)) {
            futex.wakeOne();
        }
    }

    /**
     * Wakes the owner whatever the word says: the peer that changed it may have died before its wake. Any thread of the owner's
     * process, after publishing; costs a system call.
     */
    void wake() {
        VarHandle.fullFence(); // pairs with the fence in announceSleep
        WORD.setOpaque(memory, 0L, AWAKE);
        futex.wakeOne();
    }

    /** Owner: from now on peers ring. The owner must look at its rings once more before it calls {@link #sleep}. */
    void announceSleep() {
        WORD.setOpaque(memory, 0L, SLEEPING);
        VarHandle.fullFence(); // pairs with the fence in ring
    }

    /** Owner: sleeps until rung or the time is up; may return early, and does so after a second. */
    void sleep(long timeoutNs) {
        futex.awaitChange(SLEEPING, Math.min(timeoutNs, LONGEST_SLEEP_NS));
        cancelSleep();
    }

    /** Owner: does not sleep after all. */
    void cancelSleep() {
        WORD.setOpaque(memory, 0L, AWAKE);
    }
}
