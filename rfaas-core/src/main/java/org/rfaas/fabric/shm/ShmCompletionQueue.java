package org.rfaas.fabric.shm;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.WorkCompletion;

/**
 * Polls its queue pairs in turn. Empty polls of {@code n} queue pairs cost {@code n} loads of cache lines that only move
 * when a peer publishes.
 */
final class ShmCompletionQueue implements CompletionQueue {
    private static final ShmQueuePair[] NONE = {};

    private final ShmFabric fabric;
    private final Path doorbellFile;
    private final Doorbell doorbell;

    private volatile ShmQueuePair[] queuePairs = NONE;
    private volatile boolean wakeRequested;
    private int next;

    ShmCompletionQueue(ShmFabric fabric, Path doorbellFile) {
        this.fabric = fabric;
        this.doorbellFile = doorbellFile;
        // peers and our own watchers may ring after close, so the mapping lives as long as somebody refers to it
        this.doorbell = new Doorbell(MappedFile.create(doorbellFile, Doorbell.BYTES, Arena.ofAuto()));
    }

    Path doorbellFile() {
        return doorbellFile;
    }

    @Override
    public boolean poll(WorkCompletion into) {
        ShmQueuePair[] all = queuePairs;
        int count = all.length;
        int at = next;
        for (int i = 0; i < count; i++) {
            at = at + 1 < count ? at + 1 : 0;
            if (all[at].poll(into)) {
                next = at;
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean await(WorkCompletion into, long timeoutNs) {
        long startNs = System.nanoTime();
        while (true) {
            if (poll(into)) {
                return true;
            }
            doorbell.announceSleep();
            boolean found = poll(into);
            long remainingNs = timeoutNs - (System.nanoTime() - startNs);
            if (found || wakeRequested || remainingNs <= 0) {
                doorbell.cancelSleep();
                if (!found) {
                    wakeRequested = false;
                }
                return found;
            }
            doorbell.sleep(remainingNs);
        }
    }

    @Override
    public void wakeUp() {
        wakeRequested = true;
        doorbell.wake();
    }

    /** As {@link #signal}, even when a peer died while it was waking the poller; costs a system call. */
    void wakePoller() {
        doorbell.wake();
    }

    /** Lets a sleeping poller look at its queue pairs again. */
    void signal() {
        doorbell.ring();
    }

    /** As {@link #signal}, after a full fence. */
    void signalAfterFence() {
        doorbell.ringAfterFence();
    }

    boolean belongsTo(ShmFabric candidate) {
        return fabric == candidate;
    }

    synchronized void add(ShmQueuePair queuePair) {
        ShmQueuePair[] grown = Arrays.copyOf(queuePairs, queuePairs.length + 1);
        grown[grown.length - 1] = queuePair;
        queuePairs = grown;
        wakePoller();
    }

    synchronized void remove(ShmQueuePair queuePair) {
        queuePairs =
                Arrays.stream(queuePairs).filter(member -> member != queuePair).toArray(ShmQueuePair[]::new);
    }

    @Override
    public void close() {
        if (queuePairs.length > 0) {
            throw new IllegalStateException(
                    queuePairs.length + " queue pairs still use this completion queue; close them first");
        }
        MappedFile.delete(doorbellFile);
        fabric.resources().remove(this);
    }
}
