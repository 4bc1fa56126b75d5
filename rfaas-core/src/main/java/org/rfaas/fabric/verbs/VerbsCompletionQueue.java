package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.WorkCompletion;

/**
 * A {@code struct ibv_cq} with its completion channel, shared by any number of queue pairs. Takes completions from the
 * device a batch at a time and hands each to its queue pair by number. An empty poll costs one native call.
 */
final class VerbsCompletionQueue implements CompletionQueue {
    private static final int BATCH = 16;
    private static final VerbsQueuePair[] NONE = {};

    /** While a queue pair has failed, not all of its work is reported by the device: look again that often. */
    private static final long FLUSH_TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Room for completions of queue pairs that were closed before theirs were taken. */
    private static final int SPARE_ENTRIES = 64;

    /** {@code struct ibv_comp_channel}: context, fd. */
    private static final long CHANNEL_BYTES = 16;

    private static final long CHANNEL_FD = 8;

    private final VerbsFabric fabric;
    private final DataPath dataPath;
    private final MemorySegment channel;
    private final Arena guard = Arena.ofShared();
    private final MemorySegment queue;
    private final DescriptorWait wait;
    private final MemorySegment queueOut = Arena.ofAuto().allocate(ADDRESS);
    private final MemorySegment contextOut = Arena.ofAuto().allocate(ADDRESS);
    private final CompletionEntries entries = new CompletionEntries(Arena.ofAuto(), BATCH);
    private final List<VerbsQueuePair> queuePairs = new ArrayList<>();
    private int capacity;
    private boolean closed;

    private volatile QueuePairTable table = new QueuePairTable(List.of());
    private volatile VerbsQueuePair[] failed = NONE;
    private volatile boolean wakeRequested;
    private int taken;
    private int next;

    VerbsCompletionQueue(VerbsFabric fabric, VerbsDevice device, int depth) {
        Libibverbs.Functions functions = Libibverbs.functions();
        this.fabric = fabric;
        this.dataPath = device.dataPath();
        this.capacity = Math.max(1, depth) + SPARE_ENTRIES;
        this.channel = functions
                .createCompChannel()
                .pointer("cannot create a completion channel", device.context())
                .reinterpret(CHANNEL_BYTES);
        int descriptor = channel.get(JAVA_INT, CHANNEL_FD);
        Libc.unblock(descriptor);
        this.wait = new DescriptorWait(descriptor);
        try {
            this.queue = functions
                    .createCq()
                    .pointer(
                            "cannot create a completion queue of depth " + depth,
                            device.context(),
                            capacity,
                            MemorySegment.NULL,
                            channel,
                            0)
                    .reinterpret(guard, null);
        } catch (FabricException e) {
            wait.close();
            functions.destroyCompChannel().attempt(channel);
            throw e;
        }
    }

    /** The {@code struct ibv_cq}. */
    MemorySegment segment() {
        return queue;
    }

    boolean belongsTo(VerbsFabric candidate) {
        return fabric == candidate;
    }

    @Override
    public boolean poll(WorkCompletion into) {
        while (true) {
            while (next < taken) {
                int at = next++;
                @Nullable VerbsQueuePair queuePair = table.find(entries.queuePairNumber(at));
                if (queuePair != null && queuePair.complete(entries, at, into)) {
                    return true;
                }
            }
            next = 0;
            taken = dataPath.poll(queue, BATCH, entries.segment());
            if (taken <= 0) {
                return failed.length > 0 && flush(into);
            }
        }
    }

    /** Work of failed queue pairs that the device says nothing of. */
    private boolean flush(WorkCompletion into) {
        for (VerbsQueuePair queuePair : failed) {
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
            dataPath.requestNotification(queue);
            if (poll(into)) {
                return true;
            }
            long remainingNs = timeoutNs - (System.nanoTime() - startNs);
            if (wakeRequested || remainingNs <= 0) {
                wakeRequested = false;
                return false;
            }
            boolean notified = wait.sleep(failed.length > 0 ? Math.min(remainingNs, FLUSH_TICK_NS) : remainingNs);
            while (notified) {
                notified = dataPath.takeNotification(channel, queue, queueOut, contextOut);
            }
        }
    }

    @Override
    public void wakeUp() {
        wakeRequested = true;
        wait.wakeUp();
    }

    /** Makes room for a queue pair's completions and lets them find it. */
    synchronized void add(VerbsQueuePair queuePair) {
        queuePairs.add(queuePair);
        int needed = SPARE_ENTRIES
                + queuePairs.stream().mapToInt(VerbsQueuePair::mostCompletions).sum();
        if (needed > capacity) {
            Libibverbs.functions()
                    .resizeCq()
                    .call("cannot make room for another queue pair on a completion queue", queue, needed);
            capacity = needed;
        }
        table = new QueuePairTable(queuePairs);
    }

    synchronized void remove(VerbsQueuePair queuePair) {
        queuePairs.remove(queuePair);
        table = new QueuePairTable(queuePairs);
        failed = queuePairs.stream().filter(VerbsQueuePair::hasFailed).toArray(VerbsQueuePair[]::new);
    }

    /** A queue pair has failed: from now on this queue asks it for work to flush, also out of a sleep. */
    synchronized void noteFailure() {
        failed = queuePairs.stream().filter(VerbsQueuePair::hasFailed).toArray(VerbsQueuePair[]::new);
        wait.wakeUp();
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
        fabric.forget(this);
        wakeUp();
        Libibverbs.Functions functions = Libibverbs.functions();
        MemorySegment pointer = MemorySegment.ofAddress(queue.address());
        NativeGuard.close(guard);
        functions.destroyCq().attempt(pointer);
        wait.close();
        functions.destroyCompChannel().attempt(channel);
    }
}
