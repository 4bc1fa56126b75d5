package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A {@code struct ibv_recv_wr} with its one {@code struct ibv_sge}, filled anew for each post (ibv_post_recv(3)): wr_id
 * (u64), next, sg_list, num_sge (i32).
 */
final class ReceiveRequest {
    private static final long BYTES = 32;
    private static final long SG_LIST = 16;
    private static final long NUM_SGE = 24;

    private final MemorySegment request;
    private final ScatterElement element;

    ReceiveRequest(Arena arena) {
        this.request = arena.allocate(BYTES, Long.BYTES);
        this.element = new ScatterElement(arena);
        request.set(ADDRESS, SG_LIST, element.segment());
    }

    MemorySegment segment() {
        return request;
    }

    void compose(long id, long localAddress, int bytes, int lkey) {
        request.set(JAVA_LONG, 0, id);
        if (bytes == 0) {
            request.set(JAVA_INT, NUM_SGE, 0);
        } else {
            request.set(JAVA_INT, NUM_SGE, 1);
            element.set(localAddress, bytes, lkey);
        }
    }
}
