package org.rfaas.offload.weave.analysis;

import java.util.List;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;

/**
 * A counted loop: its only way out is the comparison at its head, its variable moves by a constant at the end of every
 * iteration, its bound does not change.
 *
 * @param slot of the loop variable
 * @param test position of the comparison's branch
 * @param exit where it goes when the loop is over
 * @param body where it goes otherwise
 * @param step what is added, negative when counting down
 * @param isInclusive whether the bound itself is a value of the loop variable
 * @param bound operations that push the bound; none for 0
 * @param isLongBound whether the bound is a {@code long}
 */
public record LoopShape(
        MethodCode code,
        NaturalLoop loop,
        int slot,
        int test,
        int exit,
        int body,
        int step,
        boolean isInclusive,
        List<Integer> bound,
        boolean isLongBound) {
    public LoopShape {
        bound = List.copyOf(bound);
    }

    public int header() {
        return loop.header();
    }

    /** Name of the loop variable. */
    public String name() {
        return code.nameOf(slot, test);
    }

    /** Source line of the loop's head. */
    public int line() {
        return code.line(header());
    }
}
