package org.rfaas.fabric;

/**
 * One end of a reliable, ordered connection.
 *
 * <p>Data path: no method allocates or blocks; none throws for back-pressure; none makes a system call but to wake a peer
 * that sleeps, or where the transport is the kernel's, as sockets are. Work is carried out in the order it was posted; a peer that sees an immediate or a message sees
 * everything written before it on the same queue pair. A local completion says that the local memory may be reused, not
 * that the peer has the data. Work posted with {@link #UNSIGNALED} completes silently unless it fails. After the first
 * failure the queue pair is in the error state: further work, and every posted receive, completes with {@link
 * WorkStatus#FLUSHED}. The peer learns of it soon after, as of a disconnect; what a lost peer had sent is delivered before
 * anything is flushed. Nothing may be posted after {@link #close}.
 *
 * <p>Threads: one thread at a time may post; one thread at a time may poll the completion queue; they may differ, and the
 * poller may be asleep in {@link CompletionQueue#await} meanwhile.
 *
 * <p>Errors: offsets outside the local region, or a region of another fabric, throw {@link IndexOutOfBoundsException} or
 * {@link IllegalArgumentException}, and regions closed at this end {@link IllegalStateException}: they are mistakes of the
 * caller. Source: ibv_post_send(3), ibv_post_recv(3).
 */
public interface QueuePair extends AutoCloseable {
    /** Flag: a completion is wanted even on success. */
    int SIGNALED = 1;

    /** Flag: no completion on success. */
    int UNSIGNALED = 0;

    /** Private data the peer gave when it connected or accepted. */
    byte[] peerPrivateData();

    /** False from the moment the peer is known to be gone or the queue pair failed or was closed. */
    boolean isConnected();

    /**
     * Prepares access to a peer's region. Control path.
     *
     * @throws FabricException when this side cannot map what the peer has, or the peer does not say
     */
    RemoteRegion attach(RegionDescriptor descriptor);

    /** Copies local memory to the peer's. */
    PostResult write(
            MemoryRegion local,
            long localOffset,
            RemoteRegion remote,
            long remoteOffset,
            long bytes,
            long workId,
            int flags);

    /**
     * Copies local memory to the peer's, then consumes one of the peer's receives to deliver the immediate; a receive with
     * memory may be consumed too, and its memory stays as it is. With {@code bytes == 0} only the immediate travels and the
     * remote region's rights do not matter. While the peer has posted no receive it may stay outstanding, as may work
     * posted after it.
     */
    PostResult writeWithImmediate(
            MemoryRegion local,
            long localOffset,
            RemoteRegion remote,
            long remoteOffset,
            int bytes,
            int immediate,
            long workId,
            int flags);

    /** Copies the peer's memory to local memory; always signaled. */
    PostResult read(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long bytes, long workId);

    /**
     * Adds to a 64-bit word of the peer, atomically with respect to all fetch-and-adds on it; the former value lands in
     * local memory; always signaled. Both offsets must be multiples of 8.
     */
    PostResult fetchAndAdd(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long addend, long workId);

    /** Sends a message into the peer's next posted receive. */
    PostResult send(MemoryRegion local, long localOffset, int bytes, long workId, int flags);

    /** Posts memory for one incoming message. */
    PostResult postReceive(MemoryRegion local, long localOffset, int bytes, long workId);

    /** Posts a receive that can take an immediate only; a message that meets it fails the queue pair. */
    PostResult postReceive(long workId);

    /** Disconnects; posted receives are not flushed any more. Idempotent. */
    @Override
    void close();
}
