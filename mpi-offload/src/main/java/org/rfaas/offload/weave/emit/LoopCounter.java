package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.woven.ArrayUse;

/**
 * What a remote body counts its iterations by: the loop variable, or, in a loop over buffers that only reads, how far it is from
 * the origin of a window. C2 does not vectorise reads from memory at {@code i - origin}; where {@code i} is {@code
 * counter + origin}, they are at {@code counter}.
 */
final class LoopCounter {
    private final LoopShape shape;
    private final RemoteVariables variables;
    private final OptionalInt countedFrom;

    LoopCounter(AnalysedLoop loop, WindowForm form, RemoteVariables variables) {
        this.shape = loop.shape();
        this.variables = variables;
        this.countedFrom = form == WindowForm.BUFFERS && shape.step() == 1 ? countedFrom(loop) : OptionalInt.empty();
    }

    /** The use from whose origin to count, if there is one. */
    private static OptionalInt countedFrom(AnalysedLoop loop) {
        List<ArrayUse> uses = loop.uses();
        if (uses.stream().anyMatch(use -> use.access() != Access.READ)) {
            return OptionalInt.empty();
        }
        return IntStream.range(0, uses.size())
                .filter(use -> movesAlong(uses.get(use))
                        && !loop.captures().isRows(uses.get(use).array()))
                .findFirst();
    }

    /** Whether the use's elements are as far apart as the iterations. */
    private static boolean movesAlong(ArrayUse use) {
        return !use.isWhole() && use.stride().equals(Polynomial.ONE);
    }

    /** Gives the variable its first value, and whatever is counted. */
    void writeStart(CodeBuilder out) {
        Ops.writeRange(
                out,
                shape.step(),
                RemoteVariables.START,
                RemoteVariables.FROM,
                RemoteVariables.TO,
                variable(),
                RemoteVariables.LIMIT);
        if (countedFrom.isPresent()) {
            writeDistance(out, variable());
            out.istore(RemoteVariables.COUNTER);
            writeDistance(out, RemoteVariables.LIMIT);
            out.istore(RemoteVariables.LIMIT);
        }
    }

    /** Pushes how far a variable is from the origin; throws where an {@code int} cannot tell. */
    private void writeDistance(CodeBuilder out, int slot) {
        out.iload(slot).iload(origin()).invokestatic(Ops.MATH, "subtractExact", Ops.OF_TWO_INTS);
    }

    /** Leaves for {@code done} when the part is over; else the variable has its value. */
    void writeTest(CodeBuilder out, Label done) {
        if (countedFrom.isEmpty()) {
            Ops.writeTest(out, shape.step(), variable(), RemoteVariables.LIMIT, done);
            return;
        }
        Ops.writeTest(out, shape.step(), RemoteVariables.COUNTER, RemoteVariables.LIMIT, done);
        out.iload(RemoteVariables.COUNTER).iload(origin()).iadd().istore(variable());
    }

    /** Counts, after an operation of the source that is copied, where that moves the variable: once an iteration. */
    void writeAfter(CodeBuilder out, Op op) {
        if (countedFrom.isPresent() && op.assignedSlot() == shape.slot()) {
            out.iinc(RemoteVariables.COUNTER, shape.step());
        }
    }

    private int variable() {
        return variables.own(shape.slot());
    }

    private int origin() {
        return RemoteVariables.origin(countedFrom.getAsInt());
    }
}
