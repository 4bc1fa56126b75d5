package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * An array of {@code struct ibv_wc} (ibv_poll_cq(3)).
 *
 * <pre>
 * 0   wr_id (u64)          20  byte_len (u32)        32  src_qp (u32)
 * 8   status (i32)         24  imm_data (be32)       36  wc_flags (u32)
 * 12  opcode (i32)         28  qp_num (u32)          40  pkey_index, slid, sl, dlid_path_bits
 * 16  vendor_err (u32)
 * </pre>
 *
 * <p>With a status other than success only wr_id, status and qp_num are valid.
 */
final class CompletionEntries {
    private static final long BYTES = 48;
    private static final long STATUS = 8;
    private static final long OPCODE = 12;
    private static final long BYTE_LEN = 20;
    private static final long IMM_DATA = 24;
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment entries;

    CompletionEntries(Arena arena, int count) {
        this.entries = arena.allocate(count * BYTES, Long.BYTES);
    }

    MemorySegment segment() {
        return entries;
    }

    long id(int at) {
        return entries.get(JAVA_LONG, at * BYTES);
    }

    int status(int at) {
        return entries.get(JAVA_INT, at * BYTES + STATUS);
    }

    int opcode(int at) {
        return entries.get(JAVA_INT, at * BYTES + OPCODE);
    }

    int bytes(int at) {
        return entries.get(JAVA_INT, at * BYTES + BYTE_LEN);
    }

    int immediate(int at) {
        return entries.get(NETWORK_INT, at * BYTES + IMM_DATA);
    }
}
