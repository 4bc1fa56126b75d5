package org.rfaas.fabric.rdma;

/**
 * A completion queue of a device, as a provider reaches it. One thread at a time polls and sleeps; any thread may wake it.
 * Status and opcode are those of {@code enum ibv_wc_status} and {@code enum ibv_wc_opcode} (ibv_poll_cq(3)); with a status
 * other than success only the id means anything.
 */
public interface DeviceCompletionQueue {
    int SUCCESS = 0;

    /** A receive that a write-with-immediate has consumed. */
    int RECV_RDMA_WITH_IMM = 129;

    /** Takes a batch of entries, which the methods below read by position until the next call; answers how many. */
    int poll();

    long id(int at);

    int status(int at);

    int opcode(int at);

    int bytes(int at);

    int immediate(int at);

    /** Asks that the next completion end {@link #sleep}. */
    void arm();

    /** Sleeps until a completion after {@link #arm}, {@link #wakeUp}, or the time is up; may end earlier. */
    void sleep(long timeoutNs);

    void wakeUp();

    /**
     * Makes room for so many entries.
     *
     * @throws org.rfaas.fabric.FabricException when the device cannot
     */
    void reserve(int entries);

    /** After the last poll; calls that come later throw IllegalStateException. Once. */
    void close();
}
