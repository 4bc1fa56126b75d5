package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.rfaas.fabric.FabricException;

/**
 * A {@code struct ibv_qp} of type RC, its preallocated work requests, and what keeps them from being used after they are
 * freed: the pointer belongs to an arena, which a call under way keeps open and {@link #close} closes first.
 */
final class NativeQueuePair {
    private static final int TYPE_RELIABLE_CONNECTION = 2;

    /** Longest data a request should carry in itself; fewer if the device cannot do as much. */
    private static final int[] INLINE_BYTES = {256, 128, 64, 0};

    /** {@code struct ibv_qp_init_attr}; from 32 on its {@code struct ibv_qp_cap}. */
    private static final long INIT_ATTRIBUTE_BYTES = 64;

    private static final long SEND_CQ = 8;
    private static final long RECV_CQ = 16;
    private static final long MAX_SEND_WR = 32;
    private static final long MAX_RECV_WR = 36;
    private static final long MAX_SEND_SGE = 40;
    private static final long MAX_RECV_SGE = 44;
    private static final long MAX_INLINE_DATA = 48;
    private static final long QP_TYPE = 52;

    /** {@code struct ibv_qp}. */
    private static final long QP_BYTES = 160;

    private static final long QP_NUM = 52;

    /** {@code struct ibv_qp_attr}, of which one member is changed here, and the flag of that member. */
    private static final long ATTRIBUTE_BYTES = 144;

    private static final long MIN_RNR_TIMER = 128;
    private static final int MIN_RNR_TIMER_CHANGES = 1 << 15;

    /** Means 0.32 ms (InfiniBand Architecture, Vol. 1, table 45). */
    private static final byte RNR_TIMER_CODE = 10;

    private final CmId id;
    private final DataPath dataPath;
    private final Arena guard = Arena.ofShared();
    private final MemorySegment pointer;
    private final MemorySegment failed = Arena.ofAuto().allocate(ADDRESS);
    private final SendRequest send;
    private final ReceiveRequest receive = new ReceiveRequest(Arena.ofAuto());
    private final int number;

    private NativeQueuePair(CmId id, DataPath dataPath, int inlineBytes) {
        this.id = id;
        this.dataPath = dataPath;
        this.pointer = id.queuePair().reinterpret(QP_BYTES, guard, null);
        this.number = pointer.get(JAVA_INT, QP_NUM);
        this.send = new SendRequest(Arena.ofAuto(), inlineBytes);
    }

    /**
     * Makes a queue pair of an identifier that is bound to the device.
     *
     * @param sends work requests the send queue must hold
     * @param receives work requests the receive queue must hold
     */
    static NativeQueuePair create(CmId id, VerbsDevice device, MemorySegment completionQueue, int sends, int receives) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(INIT_ATTRIBUTE_BYTES, Long.BYTES);
            for (int inlineBytes : INLINE_BYTES) {
                attributes.fill((byte) 0);
                attributes.set(ADDRESS, SEND_CQ, completionQueue);
                attributes.set(ADDRESS, RECV_CQ, completionQueue);
                attributes.set(JAVA_INT, MAX_SEND_WR, sends);
                attributes.set(JAVA_INT, MAX_RECV_WR, receives);
                attributes.set(JAVA_INT, MAX_SEND_SGE, 1);
                attributes.set(JAVA_INT, MAX_RECV_SGE, 1);
                attributes.set(JAVA_INT, MAX_INLINE_DATA, inlineBytes);
                attributes.set(JAVA_INT, QP_TYPE, TYPE_RELIABLE_CONNECTION);
                try {
                    id.createQueuePair(device.protectionDomain(), attributes);
                    // the device may have granted more than asked for
                    return new NativeQueuePair(id, device.dataPath(), attributes.get(JAVA_INT, MAX_INLINE_DATA));
                } catch (FabricException e) {
                    if (inlineBytes == 0) {
                        throw e;
                    }
                }
            }
        }
        throw new AssertionError("unreachable");
    }

    int number() {
        return number;
    }

    /** The request of the next {@link #postSend}. */
    SendRequest send() {
        return send;
    }

    /** The request of the next {@link #postReceive}. */
    ReceiveRequest receive() {
        return receive;
    }

    /**
     * Posts {@link #send}.
     *
     * @return 0 or the error number
     * @throws IllegalStateException when it is closed
     */
    int postSend() {
        return dataPath.postSend(pointer, send.segment(), failed);
    }

    /** Posts {@link #receive}; answers as {@link #postSend}. */
    int postReceive() {
        return dataPath.postReceive(pointer, receive.segment(), failed);
    }

    /**
     * How long peers wait when they meet no posted receive. rdma_cm leaves it at 0, which stands for 655 ms: an eternity
     * for a message that comes a microsecond before its receive.
     */
    void shortenReceiverNotReadyTimer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            attributes.set(JAVA_BYTE, MIN_RNR_TIMER, RNR_TIMER_CODE);
            Libibverbs.functions()
                    .modifyQp()
                    .call("cannot set the receiver-not-ready timer", pointer, attributes, MIN_RNR_TIMER_CHANGES);
        }
    }

    /** Waits for posts under way, then destroys it. Once. */
    void close() {
        NativeGuard.close(guard);
        id.destroyQueuePair();
    }
}
