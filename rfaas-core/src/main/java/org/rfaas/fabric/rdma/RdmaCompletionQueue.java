package org.rfaas.fabric.rdma;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.WorkCompletion;

/**
 * A device's completion queue, shared by any number of queue pairs. Takes completions from the device a batch at a time and
 * hands each to its queue pair. An empty poll costs one call of the device's library.
 */
public final class RdmaCompletionQueue implements CompletionQueue {
    private static final RdmaQueuePair[] NONE = {};

    /** While a queue pair has failed, not all of its work is reported by the device: look again that often. */
    private static final long FLUSH_TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Room for completions of queue pairs that were closed before theirs were taken. */
    private static final int SPARE_ENTRIES = 64;

    private final FabricResources owner;
    private final DeviceCompletionQueue device;
    private final List<RdmaQueuePair> queuePairs = new ArrayList<>();
    private int keys;
    private boolean closed;

    private volatile QueuePairTable table = new QueuePairTable(List.of());
    private volatile RdmaQueuePair[] failed = NONE;
    private volatile boolean wakeRequested;
    private int taken;
    private int next;

    /**
     * @param owner of which it is then a resource
     */
    public RdmaCompletionQueue(FabricResources owner, DeviceCompletionQueue device) {
        this.owner = owner;
        this.device = device;
    }

    /** How many entries the device's queue must have for queue pairs whose depths sum up to {@code depth}. */
    public static int entries(int depth) {
        return Math.max(1, depth) + SPARE_ENTRIES;
    }

    /** What it is made of. */
    public DeviceCompletionQueue device() {
        return device;
    }

    /**
     * A completion queue as this fabric's.
     *
     * @throws IllegalArgumentException when it is another fabric's
     */
    public static RdmaCompletionQueue own(CompletionQueue candidate, FabricResources owner) {
        if (candidate instanceof RdmaCompletionQueue queue && queue.owner == owner) {
            return queue;
        }
        throw new IllegalArgumentException("the completion queue belongs to another fabric");
    }

    @Override
    public boolean poll(WorkCompletion into) {
        while (true) {
            while (next < taken) {
                int at = next++;
                @Nullable RdmaQueuePair queuePair = table.find(WorkIds.key(device.id(at)));
                if (queuePair != null && queuePair.complete(device, at, into)) {
                    return true;
                }
            }
            next = 0;
            taken = device.poll();
            if (taken <= 0) {
                return failed.length > 0 && flush(into);
            }
        }
    }

    /** Work of failed queue pairs that the device says nothing of. */
    private boolean flush(WorkCompletion into) {
        for (RdmaQueuePair queuePair : failed) {
            if (queuePair.flush(into)) {
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
            // in this order: what completes before the request makes no notification, so the second poll must find it
            device.arm();
            if (poll(into)) {
                return true;
            }
            long remainingNs = timeoutNs - (System.nanoTime() - startNs);
            if (wakeRequested || remainingNs <= 0) {
                wakeRequested = false;
                return false;
            }
            device.sleep(failed.length > 0 ? Math.min(remainingNs, FLUSH_TICK_NS) : remainingNs);
        }
    }

    @Override
    public void wakeUp() {
        wakeRequested = true;
        device.wakeUp();
    }

    /** A key for a queue pair that will be added. */
    synchronized int newKey() {
        return keys++ & Integer.MAX_VALUE;
    }

    /** Makes room for a queue pair's completions and lets them find it. */
    synchronized void add(RdmaQueuePair queuePair) {
        queuePairs.add(queuePair);
        device.reserve(SPARE_ENTRIES
                + queuePairs.stream().mapToInt(RdmaQueuePair::mostCompletions).sum());
        table = new QueuePairTable(queuePairs);
    }

    synchronized void remove(RdmaQueuePair queuePair) {
        queuePairs.remove(queuePair);
        table = new QueuePairTable(queuePairs);
        failed = queuePairs.stream().filter(RdmaQueuePair::hasFailed).toArray(RdmaQueuePair[]::new);
    }

    /** A queue pair has failed: from now on this queue asks it for work to flush, also out of a sleep. */
    synchronized void noteFailure() {
        failed = queuePairs.stream().filter(RdmaQueuePair::hasFailed).toArray(RdmaQueuePair[]::new);
        device.wakeUp();
    }

    @Override
    public synchronized void close() {
        if (!queuePairs.isEmpty()) {
            throw new IllegalStateException(
                    queuePairs.size() + " queue pairs still use this completion queue; close them first");
        }
        if (closed) {
            return;
        }
        closed = true;
        owner.remove(this);
        wakeUp();
        device.close();
    }
}
