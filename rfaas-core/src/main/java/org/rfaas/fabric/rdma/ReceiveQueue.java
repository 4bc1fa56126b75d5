package org.rfaas.fabric.rdma;

import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/**
 * A queue pair's receives: what is posted, what of it the device has, and what its completions mean. The device is given
 * receives in the order of posting until the queue pair fails, and completes them in that order, so its completions need
 * only be counted.
 */
final class ReceiveQueue {
    private final DeviceQueuePair device;
    private final ReceiveSlots slots;
    private final long id;
    private long arrived;

    /**
     * @param key of the queue pair
     * @param capacity a power of two
     */
    ReceiveQueue(DeviceQueuePair device, int key, int capacity) {
        this.device = device;
        this.slots = new ReceiveSlots(capacity);
        this.id = WorkIds.ofReceives(key);
    }

    /** Posting thread. */
    boolean hasRoom() {
        return slots.hasRoom();
    }

    /** Posting thread: keeps a receive that will be flushed. */
    void keep(long workId) {
        slots.enter(workId);
    }

    /** Posting thread: gives a receive to the device; answers 0 or the error number. */
    int post(long address, int bytes, int lkey, long workId) {
        slots.enter(workId);
        return device.postReceive(id, address, bytes, lkey);
    }

    /** Polling thread: a completion of the device; false when its receive has been given up already. */
    boolean complete(DeviceCompletionQueue entries, int at, RdmaQueuePair of, WorkCompletion into) {
        long slot = arrived++;
        if (!slots.isOutstanding(slot)) {
            return false;
        }
        long workId = slots.workId(slot);
        slots.release(slot);
        int status = entries.status(at);
        if (status == DeviceCompletionQueue.SUCCESS) {
            boolean immediate = entries.opcode(at) == DeviceCompletionQueue.RECV_RDMA_WITH_IMM;
            WorkOpcode opcode = immediate ? WorkOpcode.RECEIVE_IMMEDIATE : WorkOpcode.RECEIVE;
            into.set(of, workId, WorkStatus.SUCCESS, opcode, entries.bytes(at), immediate ? entries.immediate(at) : 0);
        } else {
            into.set(of, workId, status(status), WorkOpcode.RECEIVE, 0, 0);
        }
        return true;
    }

    /** Of {@code enum ibv_wc_status}. */
    private static WorkStatus status(int code) {
        return switch (code) {
            case 5 -> WorkStatus.FLUSHED; // WR_FLUSH_ERR
            // LOC_LEN_ERR; SoftRoCE says LOC_QP_OP_ERR or REM_INV_REQ_ERR where the message is longer than the memory
            case 1, 2, 9 -> WorkStatus.LOCAL_LENGTH_ERROR;
            default -> WorkStatus.REMOTE_OPERATION_ERROR;
        };
    }

    /** Polling thread: the next receive that nothing will be received into any more. */
    boolean flush(RdmaQueuePair of, WorkCompletion into) {
        long slot = slots.oldest();
        if (!slots.isOutstanding(slot)) {
            return false;
        }
        into.set(of, slots.workId(slot), WorkStatus.FLUSHED, WorkOpcode.RECEIVE, 0, 0);
        slots.release(slot);
        return true;
    }
}
