package org.rfaas.fabric.rdma;

import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/**
 * A queue pair's work that this side initiates: what is posted, what of it the device has, and what its completions mean.
 * One-sided work that is longer than a work request can carry goes in parts.
 */
final class SendQueue {
    private final DeviceQueuePair device;
    private final SendSlots slots;
    private final int key;
    private final int maxPartBytes;
    private WorkStatus partStatus = WorkStatus.SUCCESS;

    SendQueue(DeviceQueuePair device, int key, QueuePairSize size, int maxPartBytes) {
        this.device = device;
        this.key = key;
        this.slots = new SendSlots(size.sendSlots(), size.sendLimit());
        this.maxPartBytes = maxPartBytes;
    }

    /** Posting thread, as all up to {@link #complete}: whether one-sided work of this length can be posted now. */
    boolean hasRoom(long bytes) {
        long parts = parts(bytes);
        if (slots.hasRoom(parts)) {
            return true;
        }
        if (parts > slots.capacity()) {
            throw new IllegalArgumentException("a transfer of " + bytes + " bytes; this device carries at most "
                    + (long) slots.capacity() * maxPartBytes + " at once: split it");
        }
        return false;
    }

    private long parts(long bytes) {
        return bytes <= maxPartBytes ? 1 : (bytes - 1) / maxPartBytes + 1;
    }

    /** Keeps work that is refused: {@link #flush} will tell. */
    void refuse(long workId, WorkOpcode opcode) {
        slots.enter(workId, opcode, SendSlots.REFUSED, false);
    }

    /**
     * Posts one-sided work; the immediate goes with its last part.
     *
     * @return 0 or the error number
     */
    int transfer(
            int opcode,
            WorkOpcode workOpcode,
            long localAddress,
            int lkey,
            long remoteAddress,
            int rkey,
            long bytes,
            int immediate,
            long workId,
            int flags) {
        long at = 0;
        int partOpcode = opcode == DeviceQueuePair.RDMA_WRITE_WITH_IMM ? DeviceQueuePair.RDMA_WRITE : opcode;
        for (; bytes - at > maxPartBytes; at += maxPartBytes) {
            boolean signaled = slots.mustSignal();
            long id = WorkIds.ofSend(key, slots.enter(workId, workOpcode, SendSlots.PART, signaled));
            int errno = device.post(
                    partOpcode, id, signaled, localAddress + at, maxPartBytes, lkey, remoteAddress + at, rkey, 0);
            if (errno != 0) {
                return refused(errno);
            }
        }
        int rest = (int) (bytes - at);
        return post(
                opcode, workOpcode, localAddress + at, rest, lkey, remoteAddress + at, rkey, immediate, workId, flags);
    }

    /** Posts what one work request can carry; answers as {@link #transfer}. */
    int post(
            int opcode,
            WorkOpcode workOpcode,
            long localAddress,
            int bytes,
            int lkey,
            long remoteAddress,
            int rkey,
            int immediate,
            long workId,
            int flags) {
        boolean reported = (flags & QueuePair.SIGNALED) != 0;
        boolean signaled = reported || slots.mustSignal();
        byte kind = reported ? SendSlots.REPORTED : SendSlots.SILENT;
        long id = WorkIds.ofSend(key, slots.enter(workId, workOpcode, kind, signaled));
        return refused(device.post(opcode, id, signaled, localAddress, bytes, lkey, remoteAddress, rkey, immediate));
    }

    /** Posts a fetch-and-add; answers as {@link #transfer}. */
    int fetchAndAdd(long localAddress, int lkey, long remoteAddress, int rkey, long addend, long workId) {
        long slot = slots.enter(workId, WorkOpcode.FETCH_AND_ADD, SendSlots.REPORTED, true);
        return refused(
                device.postFetchAndAdd(WorkIds.ofSend(key, slot), localAddress, lkey, remoteAddress, rkey, addend));
    }

    private int refused(int errno) {
        if (errno != 0) {
            slots.refuseLast();
        }
        return errno;
    }

    /** Polling thread: a completion of the device; false when nobody is to be told of it. */
    boolean complete(DeviceCompletionQueue entries, int at, RdmaQueuePair of, WorkCompletion into) {
        long slot = WorkIds.number(entries.id(at), slots.oldest());
        if (!slots.isOutstanding(slot)) {
            return false;
        }
        WorkStatus status = status(entries.status(at));
        byte kind = slots.kind(slot);
        long workId = slots.workId(slot);
        WorkOpcode opcode = slots.opcode(slot);
        slots.release(slot);
        if (status == WorkStatus.SUCCESS) {
            into.set(of, workId, status, opcode, 0, 0);
            return kind == SendSlots.REPORTED;
        }
        if (partStatus == WorkStatus.SUCCESS) {
            partStatus = status;
        }
        if (kind == SendSlots.PART) {
            return false;
        }
        into.set(of, workId, partStatus, opcode, 0, 0);
        partStatus = WorkStatus.SUCCESS;
        return true;
    }

    /** Of {@code enum ibv_wc_status}. */
    private static WorkStatus status(int code) {
        return switch (code) {
            case DeviceCompletionQueue.SUCCESS -> WorkStatus.SUCCESS;
            case 5, 12 -> WorkStatus.FLUSHED; // WR_FLUSH_ERR; RETRY_EXC_ERR: the peer has gone silent
            case 10 -> WorkStatus.REMOTE_ACCESS_ERROR; // REM_ACCESS_ERR
            default -> WorkStatus.REMOTE_OPERATION_ERROR;
        };
    }

    /** Polling thread: the next work that will not be carried out any more. */
    boolean flush(RdmaQueuePair of, WorkCompletion into) {
        for (long slot = slots.oldest(); slots.isOutstanding(slot); slot++) {
            byte kind = slots.kind(slot);
            long workId = slots.workId(slot);
            WorkOpcode opcode = slots.opcode(slot);
            slots.release(slot);
            // silent work that the device took has been carried out, or its failure reported by the device
            if (kind == SendSlots.REPORTED || kind == SendSlots.REFUSED) {
                into.set(of, workId, WorkStatus.FLUSHED, opcode, 0, 0);
                return true;
            }
        }
        return false;
    }
}
