package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.Liveness;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that an {@code int} which iterations hand on is a running index, as in {@code y[k++] = …}: every iteration adds the same
 * constant, a multiple of what it adds to the loop variable. Then an iteration begins with {@code k0 + ratio * (i - i0)},
 * <i>k0</i> and <i>i0</i> being what both were before the loop, and needs no iteration to have run before it.
 */
final class RunningIndices {
    private final LoopShape shape;
    private final Liveness liveness;
    private final ConstantSteps steps;

    RunningIndices(ControlFlow flow, LoopShape shape, Liveness liveness) {
        this.shape = shape;
        this.liveness = liveness;
        this.steps = new ConstantSteps(flow);
    }

    /**
     * Those among variables. One that the loop only counts is none: that is a sum.
     *
     * @param carried slots of the variables that iterations hand on
     */
    List<RunningIndex> among(Set<Integer> carried) {
        List<RunningIndex> found = new ArrayList<>();
        for (int slot : carried) {
            int change = steps.of(shape.loop(), slot);
            if (change != 0 && change % shape.step() == 0 && isLookedAt(slot)) {
                found.add(new RunningIndex(slot, change, change / shape.step(), liveness.isLive(slot, shape.exit())));
            }
        }
        return found;
    }

    /** What an iteration begins with. */
    Value value(RunningIndex index, Captures captures) {
        Polynomial first = valueBefore(index.slot(), captures);
        Polynomial moved = Polynomial.of(Symbol.LOOP).minus(valueBefore(shape.slot(), captures));
        return new Value.Quantity(1, first.plus(moved.times(Polynomial.constant(index.ratio()))));
    }

    private Polynomial valueBefore(int slot, Captures captures) {
        String name = "(" + shape.code().nameOf(slot, shape.header()) + " before the loop)";
        return Polynomial.of(Symbol.scalar(captures.scalar(RunningIndex.valueBefore(slot), name)));
    }

    private boolean isLookedAt(int slot) {
        return shape.loop().positions().stream()
                .filter(at -> !steps.isForStep(at))
                .map(shape.code()::op)
                .anyMatch(op -> op instanceof Op.Load && op.readSlot() == slot);
    }
}
