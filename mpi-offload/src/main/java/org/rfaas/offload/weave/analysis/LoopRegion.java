package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that a loop lies in one piece, is entered at its header and left at its test only, and that handlers of exceptions
 * are around all of it.
 */
final class LoopRegion {
    private final ControlFlow flow;
    private final MethodCode code;
    private final NaturalLoop loop;

    LoopRegion(ControlFlow flow, NaturalLoop loop) {
        this.flow = flow;
        this.code = flow.code();
        this.loop = loop;
    }

    void requireOneWayOut(int test, int exit) throws RefusalException {
        for (int at : loop.positions()) {
            if (code.op(at) instanceof Op.Plain(Instruction instruction) && instruction instanceof MonitorInstruction) {
                throw new RefusalException(
                        code.line(at),
                        "synchronized in an offloaded loop is not supported; iterations run on several machines");
            }
        }
        for (MethodCode.Handler handler : code.handlers()) {
            if (handler.start() < loop.end() && handler.end() > loop.first() && !handler.covers(loop)) {
                throw new RefusalException(
                        code.line(Math.max(handler.start(), loop.first())),
                        "try in an offloaded loop is not supported; put it around the loop");
            }
        }
        for (int at = loop.first(); at < loop.end(); at++) {
            if (!loop.contains(at)) {
                throw strayCode(at, test);
            }
        }
        for (int at : loop.positions()) {
            for (int next : flow.successors(at)) {
                boolean isHandler = code.handlers().stream().anyMatch(one -> one.target() == next);
                if (!loop.contains(next) && !(at == test && next == exit) && !isHandler) {
                    throw new RefusalException(
                            code.line(at),
                            "break out of the offloaded loop, or a second condition, is not supported; let the remaining"
                                    + " iterations do nothing instead");
                }
            }
            for (int before : flow.predecessors(at)) {
                if (at != loop.header() && !loop.contains(before)) {
                    throw new RefusalException(code.line(at), "a jump into the offloaded loop is not supported");
                }
            }
        }
    }

    private boolean hasAssertion() {
        return loop.positions().stream()
                .anyMatch(
                        at -> code.op(at) instanceof Op.Plain(FieldInstruction field) && Assertions.isQuestion(field));
    }

    /** Code between the loop's first and last operation that does not lead back into it. */
    private RefusalException strayCode(int at, int test) {
        if (at == test + 1 && code.op(at) instanceof Op.Jump) {
            return new RefusalException(
                    code.line(loop.header()),
                    code.hasFarJumps()
                            ? "the code of the loop's method exceeds a limit of class files (32 KiB to a jump); move parts of"
                                    + " it into static methods of numbers"
                            : "the condition of an offloaded loop must stand at its head, as in while (i < n); a break under a"
                                    + " condition is not supported");
        }
        for (int k = at; k < loop.end() && !loop.contains(k); k++) {
            if (code.op(k) instanceof Op.Plain(NewObjectInstruction made) && ObjectSwitches.isFailure(made)) {
                return new RefusalException(code.line(k), ObjectSwitches.REFUSAL);
            }
            if (code.op(k) instanceof Op.Return) {
                return new RefusalException(
                        code.line(k),
                        "return out of the offloaded loop is not supported; note the result in an array and return after the"
                                + " loop");
            }
            if (code.op(k) instanceof Op.Throw) {
                if (hasAssertion()) {
                    return new RefusalException(
                            code.line(k), "assert in an offloaded loop is not supported; " + Assertions.REMEDY);
                }
                return new RefusalException(
                        code.line(k),
                        "throw in an offloaded loop is not supported; note the problem in an array and throw after the loop");
            }
        }
        return new RefusalException(
                code.line(at),
                "break out of the offloaded loop, or continue of an outer one, is not supported; let the remaining"
                        + " iterations do nothing instead");
    }
}
