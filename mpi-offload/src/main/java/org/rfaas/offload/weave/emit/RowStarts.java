package org.rfaas.offload.weave.emit;

import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.Rewrite;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Finds reads of what the iteration before has read as the end of an inner loop: of {@code offsets[i]}, where {@code k <
 * offsets[i + 1]} is a {@linkplain FixedBounds fixed bound}. A remote body takes the value from there. To begin a row of a sparse
 * matrix with what memory has just been asked for costs a third of the row's time (decision 26). It is scalar replacement of
 * Callahan, Carr and Kennedy (Improving Register Allocation for Subscripted Variables, 1990).
 */
final class RowStarts {
    private final LoopShape shape;
    private final AnalysedLoop.RemoteCode remote;
    private final ControlFlow flow;
    private final List<NaturalLoop> inner;

    private final Map<Integer, FixedBounds.Range> byRead = new HashMap<>();

    /** Finds them; counting down, the end of a row is not where the next one begins. */
    RowStarts(AnalysedLoop loop, Collection<FixedBounds.Range> bounds) {
        this.shape = loop.shape();
        this.remote = loop.remote();
        this.flow = new ControlFlow(remote.code());
        this.inner = flow.loops().stream()
                .filter(one ->
                        one.header() != remote.header() && one.header() >= remote.first() && one.end() <= remote.end())
                .toList();
        for (FixedBounds.Range bound : bounds) {
            int end = bound.end() - 1;
            if (shape.step() > 0
                    && remote.rewrites().get(end) instanceof Rewrite.Element read
                    && !loop.captures().isRows(read.array())
                    && isNext(end - 1)) {
                IntStream.range(remote.first() + 1, remote.end())
                        .filter(at -> isStart(at, read.array()))
                        .forEach(at -> byRead.put(at, bound));
            }
        }
    }

    /** The bound that may have read the element in the iteration before. */
    FixedBounds.@Nullable Range before(int read) {
        return byRead.get(read);
    }

    /** All bounds whose ends are read again; what is read there, and at which index, is to be kept. */
    Set<FixedBounds.Range> kept() {
        return Set.copyOf(byRead.values());
    }

    /** Whether what is pushed up to here is the value of the loop variable in the next iteration. */
    private boolean isNext(int at) {
        return remote.code().op(at) instanceof Op.Plain(OperatorInstruction sum)
                && sum.opcode() == Opcode.IADD
                && remote.code().op(at - 1) instanceof Op.Plain(ConstantInstruction width)
                && width.constantValue().equals(shape.step())
                && isVariable(at - 2);
    }

    private boolean isVariable(int at) {
        return remote.code().op(at) instanceof Op.Load load && load.slot() == shape.slot();
    }

    private boolean isStart(int at, int array) {
        return new Rewrite.Element(array, false).equals(remote.rewrites().get(at))
                && isVariable(at - 1)
                && flow.predecessors(at).equals(List.of(at - 1))
                && inner.stream().noneMatch(one -> one.contains(at));
    }
}
