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
final class SystemCalls {
    private final Worker worker;

    SystemCalls(Worker worker) {
        this.worker = worker;
    }

    /**
     * A resident buffer just made.
     *
     * @param bufferId its name on the worker
     * @param descriptor how to reach it one-sided
     */
    record Allocated(int bufferId, RegionDescriptor descriptor) {}

    InstalledFunction install(FunctionCode function) {
        Slot slot = freeSlot();
        submitInstall(slot, function, SystemFunction.NO_BUFFER, 0);
        int code = slot.awaitCode(Worker.SYSTEM_TIMEOUT_NS);
        if (code == InvocationStatus.OK.code()) {
            return installed(slot, function);
        }
        if (code != InvocationStatus.BUNDLE_NEEDED.code()) {
            throw slot.failure();
        }
        byte[] encoded = function.encoded();
        try (ResidentBuffer buffer = worker.allocate(encoded.length)) {
            buffer.write(0, MemorySegment.ofArray(encoded));
            submitInstall(slot, function, buffer.id(), encoded.length);
            slot.await(Worker.SYSTEM_TIMEOUT_NS);
            return installed(slot, function);
        }
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

    private static void submitInstall(Slot slot, FunctionCode function, int bufferId, int bytes) {
        byte[] entry = function.entry().getBytes(StandardCharsets.UTF_8);
        slot.input()
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(function.key().digest())
                .putInt(bufferId)
                .putInt(bytes)
                .put(entry);
        slot.submit(SystemFunction.INSTALL.code(), FunctionKey.BYTES + 2 * Integer.BYTES + entry.length);
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
