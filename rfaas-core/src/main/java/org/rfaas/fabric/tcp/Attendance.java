package org.rfaas.fabric.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who watches the connections of a completion queue: the thread that polls it, or the progress thread.
 *
 * <p>The poller leaves no more trace than a counter that moves with each poll. The rest is the progress thread's, whose
 * selector alone decides what wakes it:
 *
 * <ul>
 *   <li><b>Unattended</b>, the beginning: its selector watches. When it is woken and finds that the counter has moved since
 *       it last looked, or that the poller sleeps in a selector of its own, it stops watching: <i>attended</i>.
 *   <li><b>Attended</b>: it looks at the counter every {@link #LOOK_NS}. As soon as the counter stands still between two
 *       looks and the poller does not sleep, nobody is left to watch: <i>unattended</i> again. So what arrives while the
 *       poller computes waits for two looks at most, and a poller that polls costs one look a millisecond.
 *   <li><b>Deep</b>: the poller has been asleep for {@link #DEEP_LOOKS} looks, so looking stops, and with it the last thing
 *       that runs on an idle machine. The poller, when it wakes, makes it attended and wakes the progress thread.
 * </ul>
 *
 * Nothing is lost in between: only the progress thread stops watching, and only it decides to look no more. The poller
 * stores {@code sleeping} and then loads the state, the progress thread stores the state and then loads {@code sleeping},
 * all volatile, so that one of them sees the other (Dekker). A poller that sleeps watches its sockets itself; selectors are
 * level-triggered, so bytes that came before someone began to watch still wake him.
 */
final class Attendance {
    static final long LOOK_NS = 1_000_000;

    private static final int DEEP_LOOKS = 16;

    private static final int UNATTENDED = 0;
    private static final int ATTENDED = 1;
    private static final int DEEP = 2;

    private static final VarHandle POLLS;
    private static final VarHandle STATE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POLLS = lookup.findVarHandle(Attendance.class, "polls", long.class);
            STATE = lookup.findVarHandle(Attendance.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long polls;
    private volatile boolean sleeping;
    private volatile int state = UNATTENDED;

    private long seenPolls;
    private long lookedAtNs;
    private int asleepLooks;

    /** Poller: it is about to look at its connections. */
    void polled() {
        POLLS.setOpaque(this, polls + 1);
    }

    /** Any thread. */
    long polls() {
        return (long) POLLS.getOpaque(this);
    }

    /** Poller: from now on it is woken by what it watches and by {@link TcpCompletionQueue#signal}. */
    void fallAsleep() {
        sleeping = true;
    }

    /**
     * Poller: it sleeps no more.
     *
     * @return whether it must wake the progress thread, which has stopped looking
     */
    boolean wake() {
        sleeping = false;
        return state == DEEP && STATE.compareAndSet(this, DEEP, ATTENDED);
    }

    /** Any thread. */
    boolean isSleeping() {
        return sleeping;
    }

    /** Any thread. */
    boolean isUnattended() {
        return state == UNATTENDED;
    }

    /** Progress thread: its selector has told of a connection while this was unattended. */
    void eventSeen(long nowNs) {
        long now = polls();
        if (sleeping || now != seenPolls) {
            seenPolls = now;
            lookedAtNs = nowNs;
            asleepLooks = 0;
            state = ATTENDED;
        }
    }

    /**
     * Progress thread: looks whether somebody still watches.
     *
     * @return whether it must look again after {@link #LOOK_NS}
     */
    boolean look(long nowNs) {
        if (state != ATTENDED) {
            return false;
        }
        if (nowNs - lookedAtNs < LOOK_NS) {
            return true;
        }
        lookedAtNs = nowNs;
        long now = polls();
        boolean moved = now != seenPolls;
        seenPolls = now;
        if (!sleeping) {
            asleepLooks = 0;
            state = moved ? ATTENDED : UNATTENDED;
            return moved;
        }
        asleepLooks = moved ? 0 : asleepLooks + 1;
        if (asleepLooks < DEEP_LOOKS) {
            return true;
        }
        state = DEEP;
        // the poller may have woken before it could see that
        return !sleeping && STATE.compareAndSet(this, DEEP, ATTENDED);
    }
}
