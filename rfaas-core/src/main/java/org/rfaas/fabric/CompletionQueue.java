package org.rfaas.fabric;

/**
 * Where completions of one or more queue pairs arrive. Made by {@link Fabric#createCompletionQueue}.
 *
 * <p>Threads: one thread at a time may call {@link #poll} and {@link #await}; any thread may call {@link #wakeUp}.
 */
public interface CompletionQueue extends AutoCloseable {
    /**
     * Takes the next completion, if there is one. Does not block or allocate; enters the kernel only where the transport is the
     * kernel's, as sockets are.
     */
    boolean poll(WorkCompletion into);

    /**
     * Takes the next completion, sleeping in the kernel until there is one, the time is up, or {@link #wakeUp} is called.
     * Blocks the carrier of a virtual thread: call it from platform threads.
     *
     * @param timeoutNs longest sleep in nanoseconds
     * @return false when no completion came
     */
    boolean await(WorkCompletion into, long timeoutNs);

    /** Ends an {@link #await} under way, or else the next one, early. */
    void wakeUp();

    /**
     * Closes the queue. Idempotent.
     *
     * @throws IllegalStateException while queue pairs use it
     */
    @Override
    void close();
}
