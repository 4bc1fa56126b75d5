package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.function.FunctionBundle;
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

    InstalledFunction install(FunctionBundle bundle) {
        Slot slot = freeSlot();
        submitInstall(slot, bundle.key(), SystemFunction.NO_BUFFER, 0);
        int code = slot.awaitCode(Worker.SYSTEM_TIMEOUT_NS);
        if (code == InvocationStatus.OK.code()) {
            return installed(slot, bundle.key());
        }
        if (code != InvocationStatus.BUNDLE_NEEDED.code()) {
            throw slot.failure();
        }
        byte[] encoded = bundle.encoded();
        try (ResidentBuffer buffer = worker.allocate(encoded.length)) {
            buffer.write(0, MemorySegment.ofArray(encoded));
            submitInstall(slot, bundle.key(), buffer.id(), encoded.length);
            slot.await(Worker.SYSTEM_TIMEOUT_NS);
            return installed(slot, bundle.key());
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

    private static void submitInstall(Slot slot, FunctionKey key, int bufferId, int bytes) {
        slot.input()
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(key.digest())
                .putInt(bufferId)
                .putInt(bytes);
        slot.submit(SystemFunction.INSTALL.code(), FunctionKey.BYTES + 2 * Integer.BYTES);
    }

    private static InstalledFunction installed(Slot slot, FunctionKey key) {
        return new InstalledFunction(slot.output().get(LittleEndian.INT, 0), key);
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
