package org.rfaas.experiment.application;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.rfaas.apps.image.ThumbnailFunction;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.FabricSet;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.LeaseRequest;

/** A leased worker that makes thumbnails of pictures that its client has in Java arrays. One thread. */
final class ThumbnailWorker implements AutoCloseable {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    /** Cores of a lease that was given back come free when its executor is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Of one place beside the one that is worked at, so that the worker need not wait for its client. */
    private static final int IN_FLIGHT = 2;

    private final LeasedExecutor executor;
    private final Worker worker;
    private final InstalledFunction function;

    private ThumbnailWorker(LeasedExecutor executor) {
        this.executor = executor;
        this.worker = executor.workers().getFirst();
        this.function = worker.install(FunctionBundle.of(ThumbnailFunction.class));
    }

    /** Leases a core, has an executor started there, and ships the function. */
    static ThumbnailWorker lease(FabricSet fabrics, ResourceManagerLink leases, RfaasConfig config) {
        LeaseRequest request = new LeaseRequest(
                        "thumbnails",
                        1,
                        config.lease().memoryPerCoreBytes(),
                        config.lease().maxDuration())
                .waiting(PATIENCE);
        LeasedExecutor executor = LeasedExecutor.start(fabrics, leases, leases.lease(request), config.allocation());
        try {
            return new ThumbnailWorker(executor);
        } catch (RuntimeException e) {
            executor.close();
            throw e;
        }
    }

    /** The thumbnail of one picture. */
    byte[] make(byte[] picture) {
        submit(worker.slot(0), picture);
        return take(worker.slot(0));
    }

    /** Keeps the worker busy with this picture while the client makes thumbnails of it, too; both together a second. */
    double perSecondTogether(byte[] picture, byte[] expected, long durationNs, Runnable own) {
        Deque<Slot> busy = new ArrayDeque<>();
        for (int slot = 0; slot < IN_FLIGHT; slot++) {
            submit(worker.slot(slot), picture);
            busy.add(worker.slot(slot));
        }
        long made = 0;
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < durationNs) {
            own.run();
            made++;
            while (busy.getFirst().isDone()) {
                Slot slot = busy.remove();
                check(take(slot), expected);
                made++;
                submit(slot, picture);
                busy.add(slot);
            }
        }
        double perSecond = made / ((System.nanoTime() - startNs) / 1e9);
        busy.forEach(slot -> check(take(slot), expected));
        return perSecond;
    }

    static void check(byte[] thumbnail, byte[] expected) {
        if (!Arrays.equals(thumbnail, expected)) {
            throw new IllegalStateException("a worker makes another thumbnail than its client does");
        }
    }

    private void submit(Slot slot, byte[] picture) {
        MemorySegment.copy(picture, 0, slot.input(), ValueLayout.JAVA_BYTE, 0, picture.length);
        slot.submit(function, picture.length);
    }

    private static byte[] take(Slot slot) {
        int bytes = slot.await(TIMEOUT_NS);
        return slot.output().asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        executor.close();
    }
}
