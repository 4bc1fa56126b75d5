package org.rfaas.offload.worker;

import java.lang.foreign.MemorySegment;

/** Room for one invocation in flight. */
public interface SlotPort {
    /** Where the input is put together, and where what a kernel returns of it appears, 64-byte aligned. */
    MemorySegment input();

    /** Where the output appears, 64-byte aligned; valid until the next submission. */
    MemorySegment output();

    /** Starts an invocation; invocations of one worker run in the order of their submission. */
    void submit(KernelPort kernel, int inputBytes);

    /** Whether it has ended, well or badly; never blocks. */
    boolean isDone();

    /**
     * Waits until it has ended; spins first, then blocks.
     *
     * @return false when the time is up; waiting may go on
     */
    boolean awaitDone(long timeoutNs);

    /**
     * Result of an invocation that has ended.
     *
     * @return bytes of output
     * @throws RemoteFailureException when the function threw
     * @throws WorkerLostException when worker or lease are gone
     */
    int finish();
}
