package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.Map;
import org.rfaas.offload.weave.analysis.MethodRef;
import org.rfaas.offload.weave.code.Op;

/** Calls among the methods of a kernel class. */
final class CopiedCalls {
    private CopiedCalls() {}

    /** Writes a call of a copied method; false, and nothing written, for anything else. */
    static boolean write(CodeBuilder out, Op op, ClassDesc kernel, Map<MethodRef, String> copies) {
        if (op instanceof Op.Plain(Instruction instruction)
                && instruction instanceof InvokeInstruction call
                && call.opcode() == Opcode.INVOKESTATIC) {
            for (Map.Entry<MethodRef, String> copy : copies.entrySet()) {
                if (isCallOf(call, copy.getKey())) {
                    out.invokestatic(kernel, copy.getValue(), call.typeSymbol());
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isCallOf(InvokeInstruction call, MethodRef method) {
        return call.name().equalsString(method.name())
                && call.type().equalsString(method.descriptor())
                && call.owner().asInternalName().equals(method.owner());
    }
}
