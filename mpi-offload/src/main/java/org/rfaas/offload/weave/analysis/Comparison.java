package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/** Which operations of a loop's condition make its bound, and how the loop variable must relate to it. */
record Comparison(List<Integer> bound, Relation relation, boolean isLong) {
    static @Nullable Comparison of(MethodCode code, List<Integer> chain, Op.Branch branch, int slot) {
        List<Integer> operands = new ArrayList<>(chain.subList(0, chain.size() - 1));
        boolean isLong = !operands.isEmpty() && isOperator(code.op(operands.getLast()), Opcode.LCMP);
        if (isLong) {
            operands.removeLast();
        }
        Relation relation = Relation.of(branch.opcode());
        if (relation == null) {
            return null;
        }
        boolean hasBound = isLong || branch.opcode().name().startsWith("IF_ICMP");
        int width = isLong ? 2 : 1;
        if (isVariable(code, operands, 0, slot, isLong)) {
            List<Integer> bound = operands.subList(width, operands.size());
            boolean isWhole = hasBound ? Expressions.isOne(code, bound) : bound.isEmpty();
            return isWhole ? new Comparison(bound, relation, isLong) : null;
        }
        int last = operands.size() - width;
        if (hasBound && last > 0 && isVariable(code, operands, last, slot, isLong)) {
            return new Comparison(operands.subList(0, last), relation.swapped(), isLong);
        }
        return null;
    }

    private static boolean isVariable(MethodCode code, List<Integer> operands, int at, int slot, boolean isLong) {
        return operands.size() > at
                && code.op(operands.get(at)).readSlot() == slot
                && (!isLong
                        || (operands.size() > at + 1
                                && code.op(operands.get(at + 1)) instanceof Op.Plain(Instruction next)
                                && next.opcode() == Opcode.I2L));
    }

    private static boolean isOperator(Op op, Opcode opcode) {
        return op instanceof Op.Plain(Instruction instruction) && instruction.opcode() == opcode;
    }
}
