package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.List;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that operations in a row are an expression of their own: they push one value, and take none that was pushed before
 * them. What follows {@code i} in {@code i * w < n} is none: it multiplies {@code i}.
 */
final class Expressions {
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private Expressions() {}

    static boolean isOne(MethodCode code, List<Integer> positions) {
        int depth = 0;
        for (int at : positions) {
            int taken = taken(code.op(at));
            if (taken > depth) {
                return false;
            }
            depth += 1 - taken;
        }
        return depth == 1;
    }

    /** Values that an operation pops; all of these push one. */
    private static int taken(Op op) {
        return switch (op) {
            case Op.Load _ -> 0;
            case Op.Plain(Instruction instruction) -> taken(instruction);
            case Op.Store _, Op.Increment _, Op.Branch _, Op.Jump _, Op.Switch _, Op.Return _, Op.Throw _, Op.Trap _ ->
                UNKNOWN;
        };
    }

    private static int taken(Instruction instruction) {
        return switch (instruction) {
            case ConstantInstruction _ -> 0;
            case ConvertInstruction _, TypeCheckInstruction _ -> 1;
            case ArrayLoadInstruction _ -> 2;
            case OperatorInstruction operator -> {
                Opcode opcode = operator.opcode();
                yield opcode == Opcode.ARRAYLENGTH || opcode.name().endsWith("NEG") ? 1 : 2;
            }
            case FieldInstruction field ->
                switch (field.opcode()) {
                    case GETSTATIC -> 0;
                    case GETFIELD -> 1;
                    default -> UNKNOWN;
                };
            case InvokeInstruction call ->
                call.typeSymbol().parameterCount() + (call.opcode() == Opcode.INVOKESTATIC ? 0 : 1);
            default -> UNKNOWN;
        };
    }
}
