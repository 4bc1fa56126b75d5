package org.rfaas.offload.weave.analysis;

import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/** Proves that every iteration of a loop changes a variable once, by the same constant. */
final class ConstantSteps {
    private final ControlFlow flow;

    ConstantSteps(ControlFlow flow) {
        this.flow = flow;
    }

    /** What every iteration adds to a variable; 0 if that is not constant. */
    int of(NaturalLoop loop, int slot) {
        int step = 0;
        for (int at : loop.positions()) {
            Op op = flow.code().op(at);
            if (op.assignedSlot() == slot) {
                if (step != 0 || !(op instanceof Op.Increment increment) || !isOnceAnIteration(loop, at)) {
                    return 0;
                }
                step = increment.by();
            }
        }
        return step;
    }

    private boolean isOnceAnIteration(NaturalLoop loop, int at) {
        return loop.latches().stream().allMatch(latch -> flow.dominates(at, latch)) && !isInDeeperLoop(loop, at);
    }

    private boolean isInDeeperLoop(NaturalLoop loop, int at) {
        return flow.loops().stream()
                .anyMatch(other ->
                        other.header() != loop.header() && loop.contains(other.header()) && other.contains(at));
    }
}
