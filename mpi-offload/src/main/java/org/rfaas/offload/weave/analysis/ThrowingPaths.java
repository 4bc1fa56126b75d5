package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/**
 * Cuts the code of a callee that can only end in an exception: making the exception's message takes strings and objects,
 * which workers do not have. A worker gives up there, and the rank raises the genuine exception.
 */
final class ThrowingPaths {
    private ThrowingPaths() {}

    static MethodCode cut(MethodCode code) {
        if (code.ops().stream().noneMatch(Op.Throw.class::isInstance)) {
            return code;
        }
        ControlFlow flow = new ControlFlow(code);
        BitSet returns = new BitSet();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int at : flow.order().reversed()) {
                boolean reaches = code.op(at) instanceof Op.Return
                        || flow.successors(at).stream().anyMatch(returns::get);
                if (reaches && !returns.get(at)) {
                    returns.set(at);
                    changed = true;
                }
            }
        }
        List<Op> ops = new ArrayList<>();
        for (int at = 0; at < code.size(); at++) {
            ops.add(returns.get(at) ? code.op(at) : new Op.Trap("a check of a called method failed"));
        }
        return new MethodCode(
                ops,
                code.lines(),
                code.handlers(),
                code.variables(),
                code.positions(),
                code.maxLocals(),
                code.hasFarJumps());
    }
}
