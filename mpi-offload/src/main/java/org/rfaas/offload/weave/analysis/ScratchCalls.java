package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that calls in a loop pass no arrays but such as the iteration has made. What such a method touches is nobody else's, so
 * there is nothing to follow in it: it stays a method, which HotSpot compiles better than the same code in a long loop.
 *
 * <p>A variable holds an array of the iteration's if all that the loop stores there has just been made, and if no iteration reads
 * what was there before: an array that an iteration gets from the one before is refused.
 */
final class ScratchCalls {
    private final ControlFlow flow;
    private final MethodCode code;
    private final NaturalLoop loop;
    private final PureCallees callees;
    private final Set<Integer> scratch = new TreeSet<>();

    /** @param callees is asked which methods depend on their arguments alone; what it learns is of no other use */
    ScratchCalls(ControlFlow flow, NaturalLoop loop, PureCallees callees) {
        this.flow = flow;
        this.code = flow.code();
        this.loop = loop;
        this.callees = callees;
        Set<Integer> others = new TreeSet<>();
        for (int at : loop.positions()) {
            if (code.op(at) instanceof Op.Store(TypeKind type, int slot)) {
                (type == TypeKind.REFERENCE && isMadeBefore(at) ? scratch : others).add(slot);
            }
        }
        scratch.removeAll(others);
    }

    private boolean isMadeBefore(int at) {
        return flow.isStraight(at)
                && code.op(at - 1) instanceof Op.Plain(Instruction made)
                && made instanceof NewPrimitiveArrayInstruction;
    }

    /** Whether a call in the loop is of such a method, and no index can come from there. */
    boolean isOne(int at, InvokeInstruction call) {
        MethodRef method = MethodRef.of(call);
        TypeKind result = TypeKind.from(call.typeSymbol().returnType());
        return call.opcode() == Opcode.INVOKESTATIC
                && (result == TypeKind.VOID || result == TypeKind.DOUBLE || result == TypeKind.FLOAT)
                && !PureCallees.isPlatform(method)
                && passesScratch(at, call.typeSymbol().parameterList())
                && callees.findProblem(method, code.line(at)) == null;
    }

    private boolean passesScratch(int call, List<ClassDesc> parameters) {
        int end = call;
        for (ClassDesc parameter : parameters.reversed()) {
            int start = end - 1;
            if (parameter.isArray()) {
                if (!(code.op(start) instanceof Op.Load(TypeKind _, int slot)) || !scratch.contains(slot)) {
                    return false;
                }
            } else {
                while (!Expressions.isOne(
                        code, IntStream.range(start, end).boxed().toList())) {
                    if (start <= loop.first()) {
                        return false;
                    }
                    start--;
                }
            }
            if (!IntStream.rangeClosed(start + 1, end).allMatch(flow::isStraight)) {
                return false;
            }
            end = start;
        }
        return true;
    }
}
