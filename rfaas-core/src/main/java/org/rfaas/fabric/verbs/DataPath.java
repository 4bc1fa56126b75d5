package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of the data path. {@code ibv_poll_cq} and its like are inline functions in C that call through the function
 * pointers of the device's context; so do these. Nothing here allocates.
 *
 * <p>Polling and posting a receive are linked as critical, which saves the thread's change of state: they take a spin lock
 * and touch memory shared with the device. Posting to the send queue may enter the kernel (SoftRoCE sends from within the
 * call), and a critical call holds up garbage collection.
 */
final class DataPath {
    /** Of {@code struct ibv_context}, and in it the offsets of the members of {@code ops}. */
    private static final long CONTEXT_BYTES = 328;

    private static final long POLL_CQ_AT = 96;
    private static final long REQ_NOTIFY_CQ_AT = 104;
    private static final long POST_SEND_AT = 208;
    private static final long POST_RECV_AT = 216;

    private static final long ABI_COMPAT = 320;
    private static final long ABI_IS_EXTENDED = -1;

    private static final int ANY_COMPLETION = 0;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle POLL_CQ = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), Linker.Option.critical(false));
    private static final MethodHandle REQ_NOTIFY_CQ =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle POST_SEND =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle POST_RECV = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS), Linker.Option.critical(false));
    private static final MethodHandle GET_CQ_EVENT =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ACK_CQ_EVENTS =
            LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));

    private final MemorySegment pollCq;
    private final MemorySegment reqNotifyCq;
    private final MemorySegment postSend;
    private final MemorySegment postRecv;
    private final MemorySegment getCqEvent = Libibverbs.functions().getCqEvent();
    private final MemorySegment ackCqEvents = Libibverbs.functions().ackCqEvents();

    /**
     * @param context a {@code struct ibv_context}
     */
    DataPath(MemorySegment context) {
        MemorySegment members = context.reinterpret(CONTEXT_BYTES);
        // rdma-core marks contexts of the layout below so since its first release (infiniband/verbs.h, abi_compat)
        StructLayouts.require("struct ibv_context", members.get(JAVA_LONG, ABI_COMPAT) == ABI_IS_EXTENDED);
        this.pollCq = members.get(ADDRESS, POLL_CQ_AT);
        this.reqNotifyCq = members.get(ADDRESS, REQ_NOTIFY_CQ_AT);
        this.postSend = members.get(ADDRESS, POST_SEND_AT);
        this.postRecv = members.get(ADDRESS, POST_RECV_AT);
    }

    /** ibv_poll_cq(3): how many completions were taken, negative on failure. */
    int poll(MemorySegment completionQueue, int most, MemorySegment entries) {
        try {
            return (int) POLL_CQ.invokeExact(pollCq, completionQueue, most, entries);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** ibv_req_notify_cq(3): the next completion makes the completion channel readable. */
    int requestNotification(MemorySegment completionQueue) {
        try {
            return (int) REQ_NOTIFY_CQ.invokeExact(reqNotifyCq, completionQueue, ANY_COMPLETION);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** ibv_post_send(3): 0 or the error number. */
    int postSend(MemorySegment queuePair, MemorySegment request, MemorySegment failed) {
        try {
            return (int) POST_SEND.invokeExact(postSend, queuePair, request, failed);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** ibv_post_recv(3): 0 or the error number. */
    int postReceive(MemorySegment queuePair, MemorySegment request, MemorySegment failed) {
        try {
            return (int) POST_RECV.invokeExact(postRecv, queuePair, request, failed);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /**
     * ibv_get_cq_event(3) on a channel that does not block, and if there was an event, ibv_ack_cq_events(3).
     *
     * @param queueOut receives the queue's pointer
     * @param contextOut receives the user's pointer; not the same memory, for the library reads the first again
     */
    boolean takeNotification(
            MemorySegment channel, MemorySegment completionQueue, MemorySegment queueOut, MemorySegment contextOut) {
        try {
            if ((int) GET_CQ_EVENT.invokeExact(getCqEvent, channel, queueOut, contextOut) != 0) {
                return false;
            }
            ACK_CQ_EVENTS.invokeExact(ackCqEvents, completionQueue, 1);
            return true;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** A closed arena throws IllegalStateException: that is how a call on a closed queue ends. */
    private static RuntimeException rethrow(Throwable e) {
        return e instanceof IllegalStateException closed ? closed : new IllegalStateException("native call failed", e);
    }
}
