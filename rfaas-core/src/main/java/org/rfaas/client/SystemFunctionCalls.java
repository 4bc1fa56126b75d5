package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.function.FunctionCode;
import org.rfaas.function.FunctionKey;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.SystemFunction;

/** Calls a worker's system functions, in a slot that is free. */
final class SystemFunctionCalls {
    /** Code up to this length goes along with the request to install it: asking first whether it is there costs more. */
    private static final int MAX_IN_SLOT_BYTES = 64 << 10;

    private static final int HEAD_BYTES = FunctionKey.BYTES + 2 * Integer.BYTES + Long.BYTES;

    private final Worker worker;

    SystemFunctionCalls(Worker worker) {
        this.worker = worker;
    }

    /**
     * A resident buffer just made.
     *
     * @param bufferId its name on the worker
     * @param descriptor how to reach it one-sided
     */
    record Allocated(int bufferId, RegionDescriptor descriptor) {}

    InstalledFunction install(FunctionCode function, long deadlineNs) {
        Slot slot = freeSlot();
        byte[] encoded = function.encoded();
        byte[] entry = function.entry().getBytes(StandardCharsets.UTF_8);
        if (encoded.length <= Math.min(MAX_IN_SLOT_BYTES, worker.slotBytes() - HEAD_BYTES - entry.length)) {
            head(slot, function, SystemFunction.IN_SLOT, encoded.length, deadlineNs)
                    .put(encoded)
                    .put(entry);
            slot.submit(SystemFunction.INSTALL.code(), HEAD_BYTES + encoded.length + entry.length);
            slot.await(Worker.SYSTEM_TIMEOUT_NS);
            return installed(slot, function);
        }
        head(slot, function, SystemFunction.NO_BUFFER, 0, deadlineNs).put(entry);
        slot.submit(SystemFunction.INSTALL.code(), HEAD_BYTES + entry.length);
        int code = slot.awaitCode(Worker.SYSTEM_TIMEOUT_NS);
        if (code == InvocationStatus.OK.code()) {
            return installed(slot, function);
        }
        if (code != InvocationStatus.BUNDLE_NEEDED.code()) {
            throw slot.failure();
        }
        try (ResidentBuffer buffer = worker.allocate(encoded.length)) {
            buffer.write(0, MemorySegment.ofArray(encoded));
            head(slot, function, buffer.id(), encoded.length, deadlineNs).put(entry);
            slot.submit(SystemFunction.INSTALL.code(), HEAD_BYTES + entry.length);
            slot.await(Worker.SYSTEM_TIMEOUT_NS);
            return installed(slot, function);
        }
    }

    /** What every request to install begins with; returns where it goes on. */
    private static ByteBuffer head(Slot slot, FunctionCode function, int bufferId, int codeBytes, long deadlineNs) {
        return slot.input()
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(function.key().digest())
                .putInt(bufferId)
                .putInt(codeBytes)
                .putLong(deadlineNs);
    }

    Allocated allocate(long bytes) {
        Slot slot = freeSlot();
        slot.input().set(LittleEndian.LONG, 0, bytes);
        slot.submit(SystemFunction.ALLOCATE.code(), Long.BYTES);
        slot.await(Worker.SYSTEM_TIMEOUT_NS);
        ByteBuffer answer = slot.output().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new Allocated(answer.getInt(), RegionDescriptor.decode(answer));
    }

    void free(int bufferId) {
        Slot slot = freeSlot();
        slot.input().set(LittleEndian.INT, 0, bufferId);
        slot.submit(SystemFunction.FREE.code(), Integer.BYTES);
        slot.await(Worker.SYSTEM_TIMEOUT_NS);
    }

    private static InstalledFunction installed(Slot slot, FunctionCode function) {
        return new InstalledFunction(slot.output().get(LittleEndian.INT, 0), function.key(), function.entry());
    }

    private Slot freeSlot() {
        for (int i = 0; i < worker.slots(); i++) {
            if (!worker.slot(i).isInFlight()) {
                return worker.slot(i);
            }
        }
        throw new IllegalStateException("all " + worker.slots() + " slots are in flight; await one of them first");
    }
}
