package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.WorkCompletion;

/**
 * Polls its queue pairs in turn, which drives their connections: an empty poll costs a system call a queue pair. Waiting
 * sleeps in a selector over the same connections, so that what arrives wakes the waiting thread and no other.
 */
final class TcpCompletionQueue implements CompletionQueue {
    private static final TcpQueuePair[] NONE = {};
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_SLEEP_MS = TimeUnit.HOURS.toMillis(1);

    private final TcpFabric fabric;
    private final Attendance attendance = new Attendance();

    /** Held while selecting, so that a closed connection can be released from the selector by whoever closed it. */
    private final ReentrantLock selecting = new ReentrantLock();

    private volatile TcpQueuePair[] queuePairs = NONE;
    private volatile boolean wakeRequested;
    private volatile @Nullable Selector selector;
    private int next;

    TcpCompletionQueue(TcpFabric fabric) {
        this.fabric = fabric;
    }

    boolean belongsTo(TcpFabric candidate) {
        return fabric == candidate;
    }

    Attendance attendance() {
        return attendance;
    }

    @Override
    public boolean poll(WorkCompletion into) {
        attendance.polled();
        TcpQueuePair[] all = queuePairs;
        if (take(all, into)) {
            return true;
        }
        boolean moved = false;
        for (TcpQueuePair queuePair : all) {
            moved |= queuePair.connection().drive();
        }
        return moved && take(all, into);
    }

    private boolean take(TcpQueuePair[] all, WorkCompletion into) {
        int count = all.length;
        int at = next;
        for (int i = 0; i < count; i++) {
            at = at + 1 < count ? at + 1 : 0;
            if (all[at].take(into)) {
                next = at;
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean await(WorkCompletion into, long timeoutNs) {
        if (poll(into)) {
            return true;
        }
        long startNs = System.nanoTime();
        Selector own = selector();
        boolean interrupted = false;
        attendance.fallAsleep();
        try {
            while (true) {
                if (poll(into)) {
                    return true;
                }
                long remainingNs = timeoutNs - (System.nanoTime() - startNs);
                if (wakeRequested || remainingNs <= 0) {
                    wakeRequested = false;
                    return false;
                }
                interrupted |= Thread.interrupted(); // an interrupt ends no wait, and must not keep it from sleeping
                sleep(own, remainingNs);
            }
        } finally {
            if (attendance.wake()) {
                fabric.progress().wakeUp();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void sleep(Selector own, long remainingNs) {
        selecting.lock();
        try {
            for (TcpQueuePair queuePair : queuePairs) {
                queuePair.connection().watch(own);
            }
            own.select(TcpCompletionQueue::ready, Math.min(MAX_SLEEP_MS, Math.ceilDiv(remainingNs, NS_PER_MS)));
        } catch (IOException e) {
            throw new UncheckedIOException("waiting for completions failed", e);
        } finally {
            selecting.unlock();
        }
    }

    /** Which socket is ready does not matter: the poller looks at all of its queue pairs anyhow. */
    private static void ready(SelectionKey ignored) {}

    private Selector selector() {
        Selector own = selector;
        if (own == null) {
            try {
                own = Selector.open();
            } catch (IOException e) {
                throw new FabricException("cannot open a selector: " + e.getMessage(), e);
            }
            selector = own;
        }
        return own;
    }

    @Override
    public void wakeUp() {
        wakeRequested = true;
        signal();
    }

    /** Lets a sleeping poller look at its queue pairs again. Any thread, after it has published what is to be seen. */
    void signal() {
        VarHandle.fullFence(); // pairs with the volatile store in Attendance.fallAsleep
        Selector own = selector;
        if (attendance.isSleeping() && own != null) {
            own.wakeup();
        }
    }

    /** A connection was closed: a selector that knows it holds its socket open until it selects again. */
    void releaseClosed() {
        Selector own = selector;
        if (own == null) {
            return;
        }
        if (!selecting.tryLock()) {
            own.wakeup();
            return;
        }
        try {
            own.selectNow(TcpCompletionQueue::ready);
            signal(); // selecting has used up a wake-up that was meant for a poller about to sleep
        } catch (ClosedSelectorException e) {
            TcpFabric.LOG.trace("the selector is closed, and has released its connections", e);
        } catch (IOException e) {
            TcpFabric.LOG.debug("a selector did not release a closed connection", e);
        } finally {
            selecting.unlock();
        }
    }

    synchronized void add(TcpQueuePair queuePair) {
        TcpQueuePair[] grown = Arrays.copyOf(queuePairs, queuePairs.length + 1);
        grown[grown.length - 1] = queuePair;
        queuePairs = grown;
        signal();
    }

    synchronized void remove(TcpQueuePair queuePair) {
        queuePairs =
                Arrays.stream(queuePairs).filter(member -> member != queuePair).toArray(TcpQueuePair[]::new);
    }

    @Override
    public void close() {
        if (queuePairs.length > 0) {
            throw new IllegalStateException(
                    queuePairs.length + " queue pairs still use this completion queue; close them first");
        }
        Selector own = selector;
        if (own != null) {
            FabricResources.closeQuietly(own);
        }
        fabric.resources().remove(this);
    }
}
