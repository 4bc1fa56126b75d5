package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that a variable is a flag where a loop begins and between its iterations: every assignment that reaches the head of the
 * loop, from before it or from inside, is of the constant 0 or 1, as {@code false} and {@code true} are in class files. A parameter
 * is none, for nobody knows what it is called with.
 */
final class Flags {
    private Flags() {}

    static boolean isOne(ControlFlow flow, int header, int slot) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(header);
        while (!open.isEmpty()) {
            int at = open.pop();
            if (at == 0) {
                return false;
            }
            for (int from : flow.predecessors(at)) {
                boolean isAssignment = flow.code().op(from).assignedSlot() == slot;
                if (isAssignment && !storesBit(flow, from)) {
                    return false;
                }
                if (!isAssignment && !seen.get(from)) {
                    seen.set(from);
                    open.push(from);
                }
            }
        }
        return true;
    }

    private static boolean storesBit(ControlFlow flow, int store) {
        return flow.isStraight(store)
                && flow.code().op(store) instanceof Op.Store
                && flow.code().op(store - 1) instanceof Op.Plain(Instruction instruction)
                && instruction instanceof ConstantInstruction constant
                && constant.constantValue() instanceof Integer value
                && (value == 0 || value == 1);
    }
}
