package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.rdma.DeviceQueuePair;
import org.rfaas.fabric.rdma.QueuePairSize;

/**
 * A {@code struct ibv_qp} of type RC, its preallocated work requests, and what keeps them from being used after they are
 * freed: the pointer belongs to an arena, which a call under way keeps open and {@link #close} closes first.
 */
final class NativeQueuePair implements DeviceQueuePair {
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

    private static final long PD = 16;
    private static final long QP_SEND_CQ = 24;
    private static final long TYPE = 60;

    private final CmId id;
    private final DataPath dataPath;
    private final Arena guard = Arena.ofShared();
    private final MemorySegment pointer;
    private final MemorySegment failed = Arena.ofAuto().allocate(ADDRESS);
    private final SendRequest send;
    private final ReceiveRequest receive = new ReceiveRequest(Arena.ofAuto());

    private NativeQueuePair(CmId id, VerbsDevice device, MemorySegment completionQueue, int inlineBytes) {
        this.id = id;
        this.dataPath = device.dataPath();
        this.pointer = id.queuePair().reinterpret(QP_BYTES, guard, null);
        StructLayouts.require(
                "struct ibv_qp",
                pointer.get(ADDRESS, 0).address() == device.context().address()
                        && pointer.get(ADDRESS, PD).address()
                                == device.protectionDomain().address()
                        && pointer.get(ADDRESS, QP_SEND_CQ).address() == completionQueue.address()
                        && pointer.get(JAVA_INT, TYPE) == TYPE_RELIABLE_CONNECTION);
        this.send = new SendRequest(Arena.ofAuto(), inlineBytes);
    }

    /**
     * Makes a queue pair of an identifier that is bound to the device.
     *
     * @throws FabricException when the device refuses
     */
    static NativeQueuePair create(CmId id, VerbsDevice device, NativeCompletionQueue completions, QueuePairSize size) {
        MemorySegment completionQueue = completions.segment();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(INIT_ATTRIBUTE_BYTES, Long.BYTES);
            attributes.set(ADDRESS, SEND_CQ, completionQueue);
            attributes.set(ADDRESS, RECV_CQ, completionQueue);
            attributes.set(JAVA_INT, MAX_SEND_WR, size.sendSlots());
            attributes.set(JAVA_INT, MAX_RECV_WR, size.receiveSlots());
            attributes.set(JAVA_INT, MAX_SEND_SGE, 1);
            attributes.set(JAVA_INT, MAX_RECV_SGE, 1);
            attributes.set(JAVA_INT, QP_TYPE, TYPE_RELIABLE_CONNECTION);
            createWithMostInlineData(id, device, attributes);
            // the device may have granted more than asked for
            return new NativeQueuePair(id, device, completionQueue, attributes.get(JAVA_INT, MAX_INLINE_DATA));
        }
    }

    private static void createWithMostInlineData(CmId id, VerbsDevice device, MemorySegment attributes) {
        for (int inlineBytes : INLINE_BYTES) {
            attributes.set(JAVA_INT, MAX_INLINE_DATA, inlineBytes);
            try {
                id.createQueuePair(device.protectionDomain(), attributes);
                return;
            } catch (FabricException e) {
                if (inlineBytes == 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public int post(
            int opcode,
            long id,
            boolean signaled,
            long localAddress,
            int bytes,
            int lkey,
            long remoteAddress,
            int rkey,
            int immediate) {
        send.compose(opcode, id, signaled, localAddress, bytes, lkey);
        send.remote(remoteAddress, rkey);
        send.immediate(immediate);
        return dataPath.postSend(pointer, send.segment(), failed);
    }

    @Override
    public int postFetchAndAdd(long id, long localAddress, int lkey, long remoteAddress, int rkey, long addend) {
        send.compose(ATOMIC_FETCH_AND_ADD, id, true, localAddress, Long.BYTES, lkey);
        send.fetchAndAdd(remoteAddress, rkey, addend);
        return dataPath.postSend(pointer, send.segment(), failed);
    }

    @Override
    public int postReceive(long id, long localAddress, int bytes, int lkey) {
        receive.compose(id, localAddress, bytes, lkey);
        return dataPath.postReceive(pointer, receive.segment(), failed);
    }

    @Override
    public void disconnect() {
        id.disconnect();
    }

    @Override
    public void close() {
        NativeGuard.close(guard);
        id.destroyQueuePair();
        id.destroy();
    }
}
