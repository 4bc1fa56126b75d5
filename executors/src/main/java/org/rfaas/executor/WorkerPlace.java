package org.rfaas.executor;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.OpenResources;
import org.rfaas.wire.SlotLayout;

/**
 * Where one worker serves: its input slots, which wait for its client, and who serves there. Slots stay when a client goes
 * before it is served, for the next one. Methods belong to the thread that admits clients, except {@link #inputs} and {@link #agent}.
 */
final class WorkerPlace implements AutoCloseable {
    private final Fabric fabric;
    private final SlotLayout layout;
    private final DataMemory memory;
    private final OpenResources opened = new OpenResources();
    private @Nullable MemoryRegion inputs;
    private @Nullable Thread thread;
    private volatile @Nullable WorkerAgent agent;

    WorkerPlace(Fabric fabric, SlotLayout layout, DataMemory memory) {
        this.fabric = fabric;
        this.layout = layout;
        this.memory = memory;
    }

    /**
     * The input slots; made by the first call, for which others wait. Any thread.
     *
     * @throws LeaseMemoryException when the lease's memory does not suffice
     * @throws org.rfaas.fabric.FabricException when the machine's does not
     */
    synchronized MemoryRegion inputs() {
        MemoryRegion slots = inputs;
        if (slots == null) {
            try {
                opened.add(memory.take(layout.regionBytes()));
                slots = opened.add(
                        fabric.allocate(layout.regionBytes(), EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ)));
            } catch (RuntimeException e) {
                throw opened.closeAfter(e);
            }
            inputs = slots;
        }
        return slots;
    }

    /** Whether somebody is being served. */
    boolean isTaken() {
        Thread serving = thread;
        return serving != null && serving.isAlive();
    }

    /** Serves, on a thread of the worker's name. */
    void serve(String name, WorkerAgent worker, Runnable run) {
        agent = worker;
        thread = Thread.ofPlatform().name(name).daemon().start(run);
    }

    /** Who serves, or served last. Any thread. */
    @Nullable
    WorkerAgent agent() {
        return agent;
    }

    /** Waits until nobody is served. */
    void awaitEnd() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    /** Releases the slots; nobody may be served any more. */
    @Override
    public synchronized void close() {
        opened.close();
    }
}
