package org.rfaas.offload.weave.analysis;

import java.lang.classfile.instruction.InvokeInstruction;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/** Says why it is not known how far an inner loop goes, and what to write instead. */
final class UnknownEnds {
    private UnknownEnds() {}

    /** To follow "an inner loop whose end", for the first such variable of an index. */
    static String explain(MethodCode code, InnerLoops inners, Polynomial index) {
        for (Symbol symbol : index.symbols()) {
            NaturalLoop loop = symbol.isInner() ? inners.get(symbol).loop() : null;
            if (loop != null && inners.get(symbol).extent() == null) {
                for (int at = loop.header(); at < loop.end() && !(code.op(at) instanceof Op.Branch); at++) {
                    if (code.op(at) instanceof Op.Plain(InvokeInstruction call)) {
                        return "is the result of a call of "
                                + call.owner().asInternalName().replace('/', '.') + "."
                                + call.name().stringValue()
                                + "; let it be a sum of products, as in j < jj + B for whole blocks, and write a loop of its own"
                                + " for the rest";
                    }
                }
            }
        }
        return "is unknown; write it as for (int j = a; j < b; j++) with bounds that do not change in it and are no results of"
                + " calls, as of Math.min";
    }
}
