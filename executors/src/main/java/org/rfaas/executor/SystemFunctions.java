package org.rfaas.executor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.fabric.FabricException;
import org.rfaas.function.CodeProblem;
import org.rfaas.function.FunctionCodeException;
import org.rfaas.function.FunctionKey;
import org.rfaas.wire.AllocatedBuffer;
import org.rfaas.wire.FailureText;
import org.rfaas.wire.InstallRequest;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.SystemFunction;

/** A worker's side of the system functions. Worker's thread only. */
final class SystemFunctions {
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
        InstallRequest request = InstallRequest.read(slot.input().asSlice(0, slot.inputBytes()));
        FunctionKey key = request.key();
        switch (request.bufferId()) {
            case InstallRequest.IN_SLOT -> table.load(key, read(request.code(), request.codeBytes()));
            case InstallRequest.NO_BUFFER -> {
                if (rules.nodeCache()) {
                    table.loadFromNode(key);
                }
            }
            default -> table.loadForAll(key, read(resident.segment(request.bufferId()), request.codeBytes()));
        }
        OptionalInt index = table.indexOf(key, request.entry(), request.deadlineNs());
        if (index.isPresent()) {
            deadlines.require(request.deadlineNs());
            slot.output().set(LittleEndian.INT, 0, index.getAsInt());
            slot.answer(InvocationStatus.OK.code(), Integer.BYTES);
        } else {
            slot.answer(InvocationStatus.CODE_NEEDED.code(), 0);
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
        new AllocatedBuffer(named.bufferId(), named.region().descriptor()).write(slot.output());
        slot.answer(InvocationStatus.OK.code(), AllocatedBuffer.BYTES);
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
