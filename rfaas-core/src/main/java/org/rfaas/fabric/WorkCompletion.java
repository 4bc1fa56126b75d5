package org.rfaas.fabric;

import org.jspecify.annotations.Nullable;

/** A completion, filled by {@link CompletionQueue#poll}; reused by its owner, so the data path allocates nothing. */
public final class WorkCompletion {
    private @Nullable QueuePair queuePair;
    private long workId;
    private WorkStatus status = WorkStatus.SUCCESS;
    private WorkOpcode opcode = WorkOpcode.WRITE;
    private int bytes;
    private int immediate;

    /** For providers: fills all fields. */
    public void set(QueuePair queuePair, long workId, WorkStatus status, WorkOpcode opcode, int bytes, int immediate) {
        this.queuePair = queuePair;
        this.workId = workId;
        this.status = status;
        this.opcode = opcode;
        this.bytes = bytes;
        this.immediate = immediate;
    }

    /** The queue pair the work was posted to. */
    public QueuePair queuePair() {
        if (queuePair == null) {
            throw new IllegalStateException("no completion was polled into this object yet");
        }
        return queuePair;
    }

    public long workId() {
        return workId;
    }

    public WorkStatus status() {
        return status;
    }

    public boolean isSuccess() {
        return status == WorkStatus.SUCCESS;
    }

    /** On failure, only {@link #workId} and {@link #status} are certain; the opcode may be any of its direction. */
    public WorkOpcode opcode() {
        return opcode;
    }

    /** Bytes received, for {@link WorkOpcode#RECEIVE} and {@link WorkOpcode#RECEIVE_IMMEDIATE}. */
    public int bytes() {
        return bytes;
    }

    /** Immediate data, for {@link WorkOpcode#RECEIVE_IMMEDIATE}. */
    public int immediate() {
        return immediate;
    }

    @Override
    public String toString() {
        return opcode + " " + workId + " " + status + " bytes=" + bytes + " immediate=" + immediate;
    }
}
