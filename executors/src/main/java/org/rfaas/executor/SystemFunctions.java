package org.rfaas.executor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.function.CodeProblem;
import org.rfaas.function.FunctionCodeException;
import org.rfaas.function.FunctionKey;
import org.rfaas.wire.FailureText;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.SystemFunction;

/** A worker's side of the system functions. Worker's thread only. */
final class SystemFunctions {
    /** Before what is of no fixed length. */
    private static final int INSTALL_BYTES = FunctionKey.BYTES + 2 * Integer.BYTES + Long.BYTES;

    private final FunctionTable table;
    private final ResidentBuffers resident;
    private final FunctionRules rules;
    private final DeadlineWatch deadlines;

    /**
     * @param rules of the node
     */
    SystemFunctions(FunctionTable table, ResidentBuffers resident, FunctionRules rules, DeadlineWatch deadlines) {
        this.deadlines = deadlines;
        this.table = table;
        this.resident = resident;
        this.rules = rules;
    }

    void run(SystemFunction function, WorkerSlot slot) {
        try {
            switch (function) {
                case INSTALL -> install(slot);
                case ALLOCATE -> allocate(slot);
                case FREE -> free(slot);
            }
        } catch (FunctionCodeException e) {
            slot.fail(
                    InvocationStatus.CODE_REFUSED,
                    new FailureText(e.problem().name(), String.valueOf(e.getMessage()), ""));
        } catch (LeaseMemoryException | FabricException | IllegalArgumentException | IndexOutOfBoundsException e) {
            slot.fail(InvocationStatus.REFUSED, new FailureText(function.name(), String.valueOf(e.getMessage()), ""));
        }
    }

    private void install(WorkerSlot slot) {
        requireInput(slot, INSTALL_BYTES);
        byte[] digest = slot.input().asSlice(0, FunctionKey.BYTES).toArray(ValueLayout.JAVA_BYTE);
        int bufferId = slot.input().get(LittleEndian.INT, FunctionKey.BYTES);
        int bytes = slot.input().get(LittleEndian.INT, FunctionKey.BYTES + Integer.BYTES);
        long deadlineNs = slot.input().get(LittleEndian.LONG, FunctionKey.BYTES + 2 * Integer.BYTES);
        if (deadlineNs <= 0) {
            throw new IllegalArgumentException("a deadline of " + deadlineNs + " ns");
        }
        FunctionKey key = FunctionKey.ofDigest(digest);
        MemorySegment rest = slot.input().asSlice(INSTALL_BYTES, slot.inputBytes() - INSTALL_BYTES);
        switch (bufferId) {
            case SystemFunction.IN_SLOT -> {
                table.load(key, read(rest, bytes));
                rest = rest.asSlice(bytes);
            }
            case SystemFunction.NO_BUFFER -> {
                if (rules.nodeCache()) {
                    table.loadFromNode(key);
                }
            }
            default -> table.loadForAll(key, read(resident.segment(bufferId), bytes));
        }
        String entry = new String(rest.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        OptionalInt index = table.indexOf(key, entry, deadlineNs);
        if (index.isPresent()) {
            deadlines.require(deadlineNs);
            slot.output().set(LittleEndian.INT, 0, index.getAsInt());
            slot.answer(InvocationStatus.OK.code(), Integer.BYTES);
        } else {
            slot.answer(InvocationStatus.BUNDLE_NEEDED.code(), 0);
        }
    }

    private byte[] read(MemorySegment memory, int bytes) {
        if (bytes > rules.maxCodeBytes()) {
            throw new FunctionCodeException(
                    CodeProblem.TOO_LARGE,
                    "code of " + bytes + " bytes; this node takes " + rules.maxCodeBytes()
                            + ", see executor-manager.max-code-size");
        }
        return memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
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
