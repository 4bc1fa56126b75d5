package org.rfaas.offload.worker;

import org.rfaas.function.FunctionBundle;

/**
 * One leased worker. Used by one thread. Methods throw {@link WorkerLostException} when it has gone, and {@link
 * RemoteFailureException} when it refuses but goes on.
 */
public interface WorkerPort {
    /** Invocations that can be in flight. */
    int slots();

    /** Slot {@code index}, always the same object. */
    SlotPort slot(int index);

    /** Ships code, unless the worker has it. */
    KernelPort install(FunctionBundle bundle);

    /** Memory on the worker that outlives invocations. */
    ResidentPort allocate(long bytes);
}
