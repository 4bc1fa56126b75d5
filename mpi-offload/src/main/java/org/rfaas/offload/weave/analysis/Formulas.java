package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/**
 * Static methods that are a formula of integers, as {@code static int at(int row, int column)} mostly is: sums, products and
 * calls of others. In place of their calls, they let an index be followed through them.
 */
final class Formulas {
    private Formulas() {}

    /** The code of a method of numbers that is one; none for others. */
    static @Nullable MethodCode code(ClassFinder.Found found) {
        MethodModel method = found.model();
        if (!method.flags().has(AccessFlag.STATIC) || method.flags().has(AccessFlag.SYNCHRONIZED)) {
            return null;
        }
        return method.code().map(MethodCode::of).filter(Formulas::isOne).orElse(null);
    }

    private static boolean isOne(MethodCode code) {
        return code.handlers().isEmpty() && code.ops().stream().allMatch(Formulas::isPart);
    }

    private static boolean isPart(Op op) {
        return switch (op) {
            case Op.Load(TypeKind type, int _) -> isInteger(type);
            case Op.Store(TypeKind type, int _) -> isInteger(type);
            case Op.Return(TypeKind type) -> isInteger(type);
            case Op.Increment _ -> true;
            case Op.Plain(Instruction instruction) -> isPart(instruction);
            case Op.Branch _, Op.Jump _, Op.Switch _, Op.Throw _, Op.Trap _ -> false;
        };
    }

    private static boolean isPart(Instruction instruction) {
        return switch (instruction) {
            case ConstantInstruction constant -> isInteger(constant.typeKind());
            case InvokeInstruction call -> MethodRef.of(call).isOfNumbers();
            default ->
                switch (instruction.opcode()) {
                    case IADD, ISUB, IMUL, INEG, ISHL, LADD, LSUB, LMUL, LNEG, LSHL, I2L, L2I -> true;
                    default -> false;
                };
        };
    }

    private static boolean isInteger(TypeKind type) {
        return type == TypeKind.INT || type == TypeKind.LONG;
    }
}
