package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import org.rfaas.function.FunctionCode;
import org.rfaas.function.FunctionKey;
import org.rfaas.wire.AllocatedBuffer;
import org.rfaas.wire.InstallRequest;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.SystemFunction;

/** Calls a worker's system functions, in a slot that is free. */
final class SystemFunctionCalls {
    /** Code up to this length goes along with the request to install it: asking first whether it is there costs more. */
    private static final int MAX_IN_SLOT_BYTES = 64 << 10;

    private final Worker worker;
    private final long timeoutNs;

    /** @param timeoutNs longest wait for an answer */
    SystemFunctionCalls(Worker worker, long timeoutNs) {
        this.worker = worker;
        this.timeoutNs = timeoutNs;
    }

    InstalledFunction install(FunctionCode function, long deadlineNs) {
        Slot slot = freeSlot();
        FunctionKey key = function.key();
        String entry = function.entry();
        int codeBytes = function.encodedBytes();
        if (codeBytes <= MAX_IN_SLOT_BYTES) {
            InstallRequest whole = InstallRequest.withCode(key, entry, deadlineNs, function.encoded());
            if (whole.bytes() <= worker.slotBytes()) {
                submit(slot, whole);
                slot.await(timeoutNs);
                return installed(slot, function);
            }
        }
        submit(slot, InstallRequest.withoutCode(key, entry, deadlineNs));
        int code = slot.awaitCode(timeoutNs);
        if (code == InvocationStatus.OK.code()) {
            return installed(slot, function);
        }
        if (code != InvocationStatus.CODE_NEEDED.code()) {
            throw slot.failure();
        }
        try (ResidentBuffer buffer = worker.allocate(codeBytes)) {
            buffer.write(0, MemorySegment.ofArray(function.encoded()));
            submit(slot, InstallRequest.fromBuffer(key, entry, deadlineNs, buffer.id(), codeBytes));
            slot.await(timeoutNs);
            return installed(slot, function);
        }
    }

    private static void submit(Slot slot, InstallRequest request) {
        slot.requireFits(request.bytes());
        request.write(slot.input());
        slot.submit(SystemFunction.INSTALL.code(), (int) request.bytes());
    }

    /** A new resident buffer: its name on the worker, and how to reach it. */
    AllocatedBuffer allocate(long bytes) {
        Slot slot = freeSlot();
        slot.input().set(LittleEndian.LONG, 0, bytes);
        slot.submit(SystemFunction.ALLOCATE.code(), Long.BYTES);
        slot.await(timeoutNs);
        return AllocatedBuffer.read(slot.output());
    }

    void free(int bufferId) {
        Slot slot = freeSlot();
        slot.input().set(LittleEndian.INT, 0, bufferId);
        slot.submit(SystemFunction.FREE.code(), Integer.BYTES);
        slot.await(timeoutNs);
    }

    private InstalledFunction installed(Slot slot, FunctionCode function) {
        int index = slot.output().get(LittleEndian.INT, 0);
        if (index < 0) { // the number of a system function
            throw worker.distrust();
        }
        return new InstalledFunction(index, function.key(), function.entry());
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
