package org.rfaas.fabric.rdma;

/**
 * A reliable connection of a device, as a provider reaches it. Posts answer 0 or an error number (errno(3)) and throw
 * IllegalStateException when it is closed. One thread at a time posts; any thread may disconnect.
 *
 * <p>The opcodes are those of {@code enum ibv_wr_opcode} (ibv_post_send(3)).
 */
public interface DeviceQueuePair {
    int RDMA_WRITE = 0;
    int RDMA_WRITE_WITH_IMM = 1;
    int SEND = 2;
    int RDMA_READ = 4;
    int ATOMIC_FETCH_AND_ADD = 6;

    /**
     * Posts to the send queue.
     *
     * @param id comes back with the completion
     * @param remoteAddress meaningless for SEND, as is the key
     * @param immediate meaningful for RDMA_WRITE_WITH_IMM only
     */
    int post(
            int opcode,
            long id,
            boolean signaled,
            long localAddress,
            int bytes,
            int lkey,
            long remoteAddress,
            int rkey,
            int immediate);

    /** Posts a signaled fetch-and-add; called only where the fabric declares it. */
    int postFetchAndAdd(long id, long localAddress, int lkey, long remoteAddress, int rkey, long addend);

    /**
     * Posts to the receive queue.
     *
     * @param bytes 0 for a receive without memory
     */
    int postReceive(long id, long localAddress, int bytes, int lkey);

    /** Moves it to the error state, so that its work is flushed, and tells the peer. */
    void disconnect();

    /** Destroys it, once, after posts under way; it is disconnected by then. */
    void close();
}
