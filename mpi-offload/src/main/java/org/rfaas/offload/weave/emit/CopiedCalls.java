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
            String copy = copies.get(MethodRef.of(call));
            if (copy != null) {
                out.invokestatic(kernel, copy, call.typeSymbol());
                return true;
            }
        }
        return false;
    }
}
