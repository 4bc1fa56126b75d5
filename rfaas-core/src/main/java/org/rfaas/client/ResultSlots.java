package org.rfaas.client;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.wire.SlotLayout;

/**
 * Result slots for the workers of one executor, made on a thread beside the caller's: while the executor is asked for, and
 * while the worker before is connected to. One thread uses it.
 */
public final class ResultSlots implements AutoCloseable {
    private final Fabric fabric;
    private final List<FutureTask<MemoryRegion>> regions;
    private int taken;

    private ResultSlots(Fabric fabric, List<FutureTask<MemoryRegion>> regions) {
        this.fabric = fabric;
        this.regions = regions;
    }

    /**
     * Begins to make them.
     *
     * @param fabric that the executor will be reached over; stays the caller's
     * @param workers how many the executor will have
     */
    public static ResultSlots prepare(Fabric fabric, SlotLayout layout, int workers) {
        List<FutureTask<MemoryRegion>> regions = Stream.generate(() -> new FutureTask<>(() ->
                        fabric.allocate(layout.regionBytes(), EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ))))
                .limit(workers)
                .toList();
        Thread.ofPlatform().name("result-slots").daemon().start(() -> regions.forEach(FutureTask::run));
        return new ResultSlots(fabric, regions);
    }

    /** Whether they do for so many workers that are reached over a fabric. */
    boolean suit(Fabric reached, int workers) {
        return reached.equals(fabric) && workers <= regions.size() - taken;
    }

    /**
     * Those of the next worker, which are the caller's from now on.
     *
     * @throws FabricException when there is no memory for them
     */
    MemoryRegion next() {
        return await(regions.get(taken++));
    }

    private static MemoryRegion await(FutureTask<MemoryRegion> region) {
        try {
            return region.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FabricException cause
                    ? cause
                    : new FabricException("no result slots: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted while result slots were made", e);
        }
    }

    /** Releases those that no worker has taken. Idempotent. */
    @Override
    public void close() {
        while (taken < regions.size()) {
            try {
                next().close();
            } catch (FabricException e) {
                ExecutorConnection.LOG.debug("slots that nobody wants were not made", e);
            }
        }
    }
}
