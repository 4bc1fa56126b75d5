package org.rfaas.executor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionKey;
import org.rfaas.wire.FailureText;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.SystemFunction;

/** A worker's side of the system functions. Worker's thread only. */
final class SystemFunctions {
    private final FunctionTable table;
    private final ResidentBuffers resident;

    SystemFunctions(FunctionTable table, ResidentBuffers resident) {
        this.table = table;
        this.resident = resident;
    }

    void run(SystemFunction function, WorkerSlot slot) {
        try {
            switch (function) {
                case INSTALL -> install(slot);
                case ALLOCATE -> allocate(slot);
                case FREE -> free(slot);
            }
        } catch (LeaseMemoryException | FabricException | IllegalArgumentException | IndexOutOfBoundsException e) {
            slot.fail(InvocationStatus.REFUSED, new FailureText(function.name(), String.valueOf(e.getMessage()), ""));
        }
    }

    private void install(WorkerSlot slot) {
        requireInput(slot, FunctionKey.BYTES + 2 * Integer.BYTES);
        byte[] digest = slot.input().asSlice(0, FunctionKey.BYTES).toArray(ValueLayout.JAVA_BYTE);
        int bufferId = slot.input().get(LittleEndian.INT, FunctionKey.BYTES);
        int bytes = slot.input().get(LittleEndian.INT, FunctionKey.BYTES + Integer.BYTES);
        FunctionKey key = FunctionKey.ofDigest(digest);
        OptionalInt known = table.indexOf(key);
        if (known.isPresent()) {
            answerIndex(slot, known.getAsInt());
        } else if (bufferId == SystemFunction.NO_BUFFER) {
            slot.answer(InvocationStatus.BUNDLE_NEEDED.code(), 0);
        } else {
            FunctionBundle bundle = FunctionBundle.decode(read(bufferId, bytes));
            if (!bundle.key().equals(key)) {
                throw new IllegalArgumentException("bundle " + bundle.key() + " was sent as " + key);
            }
            answerIndex(slot, table.install(bundle));
        }
    }

    private byte[] read(int bufferId, int bytes) {
        MemorySegment memory = resident.segment(bufferId);
        if (bytes > FunctionBundle.MAX_BYTES) {
            throw new IllegalArgumentException("a bundle of " + bytes + " bytes");
        }
        return memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
    }

    private static void answerIndex(WorkerSlot slot, int index) {
        slot.output().set(LittleEndian.INT, 0, index);
        slot.answer(InvocationStatus.OK.code(), Integer.BYTES);
    }

    private void allocate(WorkerSlot slot) {
        requireInput(slot, Long.BYTES);
        ResidentBuffers.Named named = resident.allocate(slot.input().get(LittleEndian.LONG, 0));
        ByteBuffer answer = slot.output().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        answer.putInt(named.bufferId());
        named.region().descriptor().encode(answer);
        slot.answer(InvocationStatus.OK.code(), Integer.BYTES + RegionDescriptor.WIRE_BYTES);
    }

    private void free(WorkerSlot slot) {
        requireInput(slot, Integer.BYTES);
        resident.free(slot.input().get(LittleEndian.INT, 0));
        slot.answer(InvocationStatus.OK.code(), 0);
    }

    private static void requireInput(WorkerSlot slot, int bytes) {
        if (slot.inputBytes() < bytes) {
            throw new IllegalArgumentException("input of " + slot.inputBytes() + " bytes where " + bytes + " are due");
        }
    }
}
