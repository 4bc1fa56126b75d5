package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.rfaas.fabric.rdma.DeviceQueuePair;

/**
 * A {@code struct ibv_send_wr} with its one {@code struct ibv_sge}, filled anew for each post (ibv_post_send(3)). The
 * library has copied it when the post returns.
 *
 * <pre>
 * 0   wr_id (u64)          28  opcode (i32)          48  wr.rdma.rkey (u32)
 * 8   next                 32  send_flags (u32)      48  wr.atomic.compare_add (u64)
 * 16  sg_list              36  imm_data (be32)       56  wr.atomic.swap (u64)
 * 24  num_sge (i32)        40  remote_addr (u64)     64  wr.atomic.rkey (u32)
 * </pre>
 */
final class SendRequest {
    /** Of {@code enum ibv_send_flags}. */
    private static final int SIGNALED = 2;

    private static final int INLINE = 8;

    private static final long BYTES = 128;
    private static final long WR_ID = 0;
    private static final long SG_LIST = 16;
    private static final long NUM_SGE = 24;
    private static final long OPCODE = 28;
    private static final long SEND_FLAGS = 32;
    private static final long IMM_DATA = 36;
    private static final long REMOTE_ADDR = 40;
    private static final long RDMA_RKEY = 48;
    private static final long ATOMIC_COMPARE_ADD = 48;
    private static final long ATOMIC_RKEY = 64;
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment request;
    private final ScatterElement element;
    private final int inlineBytes;

    /**
     * @param inlineBytes data up to this length is copied into the request: the device need not fetch it
     */
    SendRequest(Arena arena, int inlineBytes) {
        this.request = arena.allocate(BYTES, Long.BYTES);
        this.element = new ScatterElement(arena);
        this.inlineBytes = inlineBytes;
        request.set(ADDRESS, SG_LIST, element.segment());
    }

    MemorySegment segment() {
        return request;
    }

    /** The part that all operations have. */
    void compose(int opcode, long id, boolean signaled, long localAddress, int bytes, int lkey) {
        boolean inline = bytes <= inlineBytes && opcode <= DeviceQueuePair.SEND;
        request.set(JAVA_LONG, WR_ID, id);
        request.set(JAVA_INT, OPCODE, opcode);
        request.set(JAVA_INT, SEND_FLAGS, (signaled ? SIGNALED : 0) | (inline ? INLINE : 0));
        // an element of length 0 means 2^31 bytes to some devices, so no data is no element
        request.set(JAVA_INT, NUM_SGE, bytes == 0 ? 0 : 1);
        element.set(localAddress, bytes, lkey);
    }

    void remote(long address, int rkey) {
        request.set(JAVA_LONG, REMOTE_ADDR, address);
        request.set(JAVA_INT, RDMA_RKEY, rkey);
    }

    void immediate(int immediate) {
        request.set(NETWORK_INT, IMM_DATA, immediate);
    }

    void fetchAndAdd(long address, int rkey, long addend) {
        request.set(JAVA_LONG, REMOTE_ADDR, address);
        request.set(JAVA_LONG, ATOMIC_COMPARE_ADD, addend);
        request.set(JAVA_INT, ATOMIC_RKEY, rkey);
    }
}
