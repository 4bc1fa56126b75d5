package org.rfaas.offload.cluster;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.rfaas.client.InvocationException;
import org.rfaas.client.Slot;
import org.rfaas.fabric.FabricException;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.SlotPort;

/** A slot of a worker. Allocates nothing unless an invocation fails. */
final class LeasedSlot implements SlotPort {
    /** Enough for a result that is there already. */
    private static final long AT_ONCE_NS = 1;

    private final Slot slot;
    private boolean isTaken;
    private int outputBytes;
    private @Nullable InvocationException failure;

    LeasedSlot(Slot slot) {
        this.slot = slot;
    }

    @Override
    public MemorySegment input() {
        return slot.input();
    }

    @Override
    public MemorySegment output() {
        return slot.output();
    }

    @Override
    public void submit(KernelPort kernel, int inputBytes) {
        if (!(kernel instanceof LeasedWorker.Kernel installed)) {
            throw new IllegalArgumentException("a kernel of another worker");
        }
        isTaken = false;
        failure = null;
        try {
            slot.submit(installed.function(), inputBytes);
        } catch (InvocationException e) {
            throw ClientFailures.translate(e);
        } catch (FabricException e) {
            throw ClientFailures.translate(e);
        }
    }

    @Override
    public boolean isDone() {
        try {
            return isTaken || slot.isDone();
        } catch (FabricException e) {
            throw ClientFailures.translate(e);
        }
    }

    @Override
    public boolean awaitDone(long timeoutNs) {
        if (isTaken) {
            return true;
        }
        try {
            if (!slot.awaitDone(timeoutNs) && !slot.isDone()) {
                return false;
            }
            outputBytes = slot.await(AT_ONCE_NS);
        } catch (InvocationException e) {
            failure = e;
        } catch (FabricException e) {
            throw ClientFailures.translate(e);
        }
        isTaken = true;
        return true;
    }

    @Override
    public int finish() {
        if (!awaitDone(AT_ONCE_NS)) {
            throw new IllegalStateException("the invocation has not ended");
        }
        InvocationException failed = failure;
        if (failed != null) {
            throw ClientFailures.translate(failed);
        }
        return outputBytes;
    }
}
