package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.rfaas.fabric.rdma.CmEventType;

/**
 * A copy of a {@code struct rdma_cm_event} (rdma_get_cm_event(3)).
 *
 * <pre>
 * 0  id     8  listen_id     16  event (i32)     20  status (i32)     24  private_data     32  private_data_len (u8)
 * </pre>
 *
 * @param id the identifier it is about; of a connect request, the new one
 * @param listenId of a connect request, the listener's identifier
 * @param status of a failure: a negative error number, or of a rejection its reason
 * @param privateData what the peer sent, padded; empty where the event carries none
 */
record CmEvent(CmEventType type, MemorySegment id, MemorySegment listenId, int status, byte[] privateData) {
    private static final long BYTES = 80;
    private static final long LISTEN_ID = 8;
    private static final long EVENT = 16;
    private static final long STATUS = 20;
    private static final long PRIVATE_DATA = 24;
    private static final long PRIVATE_DATA_LEN = 32;

    /** Not the kernel's: this side's fabric is being closed. */
    static CmEvent closing() {
        return new CmEvent(CmEventType.FABRIC_CLOSING, MemorySegment.NULL, MemorySegment.NULL, 0, new byte[0]);
    }

    static CmEvent copyOf(MemorySegment pointer) {
        MemorySegment event = pointer.reinterpret(BYTES);
        CmEventType type = CmEventType.of(event.get(JAVA_INT, EVENT));
        return new CmEvent(
                type,
                event.get(ADDRESS, 0),
                event.get(ADDRESS, LISTEN_ID),
                event.get(JAVA_INT, STATUS),
                type.carriesData() ? privateData(event) : new byte[0]);
    }

    private static byte[] privateData(MemorySegment event) {
        MemorySegment data = event.get(ADDRESS, PRIVATE_DATA);
        int length = data.address() == 0 ? 0 : Byte.toUnsignedInt(event.get(JAVA_BYTE, PRIVATE_DATA_LEN));
        return data.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
    }
}
