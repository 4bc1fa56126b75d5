package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.stream.IntStream;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/** Proves that every iteration of a loop changes a variable once, by the same constant: by {@code i++}, or {@code i = i + 2}. */
final class ConstantSteps {
    /** Operations from the one that loads a variable to the one that stores its sum with a constant. */
    private static final int SUM = 3;

    private final ControlFlow flow;

    ConstantSteps(ControlFlow flow) {
        this.flow = flow;
    }

    /** What every iteration adds to a variable; 0 if that is not constant. */
    int of(NaturalLoop loop, int slot) {
        int step = 0;
        for (int at : loop.positions()) {
            if (flow.code().op(at).assignedSlot() == slot) {
                if (step != 0 || !isOnceAnIteration(loop, at)) {
                    return 0;
                }
                step = added(at);
                if (step == 0) {
                    return 0;
                }
            }
        }
        return step;
    }

    /** What an assignment adds to its variable; 0 if it does something else. */
    int added(int at) {
        return switch (flow.code().op(at)) {
            case Op.Increment(int _, int by) -> by;
            case Op.Store(TypeKind _, int slot)
            when isOfOneExpression(at) && isRead(at - SUM, slot) -> plusConstant(at - 1);
            default -> 0;
        };
    }

    /** Whether a variable is read here for nothing but to add a constant to it. */
    boolean isForStep(int at) {
        int store = at + SUM;
        return store < flow.code().size() && flow.code().op(store) instanceof Op.Store && added(store) != 0;
    }

    private boolean isRead(int at, int slot) {
        return flow.code().op(at) instanceof Op.Load && flow.code().op(at).readSlot() == slot;
    }

    /** Whether nothing leads in between the operations that load, add and store. */
    private boolean isOfOneExpression(int at) {
        return at >= SUM && IntStream.rangeClosed(at - SUM + 1, at).allMatch(flow::isStraight);
    }

    /** The constant that the sum or difference here ends in; 0 if it is another operation, or does not. */
    private int plusConstant(int sum) {
        if (!(flow.code().op(sum) instanceof Op.Plain(Instruction operator))
                || !(flow.code().op(sum - 1) instanceof Op.Plain(ConstantInstruction constant))
                || !(constant.constantValue() instanceof Integer value)
                || value == Integer.MIN_VALUE) {
            return 0;
        }
        return switch (operator.opcode()) {
            case IADD -> value;
            case ISUB -> -value;
            default -> 0;
        };
    }

    private boolean isOnceAnIteration(NaturalLoop loop, int at) {
        return loop.latches().stream().allMatch(latch -> flow.dominates(at, latch)) && !isInDeeperLoop(loop, at);
    }

    private boolean isInDeeperLoop(NaturalLoop loop, int at) {
        return flow.loops().stream()
                .anyMatch(other ->
                        other.header() != loop.header() && loop.contains(other.header()) && other.contains(at));
    }
}
