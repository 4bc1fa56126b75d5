package org.rfaas.offload.loop;

import org.rfaas.offload.array.LoopArray;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Footprint;
import org.rfaas.offload.woven.Reduction;

/** What a loop sends along for its kernel. */
public sealed interface LoopArgument {
    /**
     * An array, what is done with it, and which of its units an iteration touches.
     *
     * @param isResident whether workers read it from a copy that outlives the run, rather than from each request
     */
    record OfArray(LoopArray array, Access access, Footprint footprint, boolean isResident) implements LoopArgument {
        public OfArray {
            if (access.writes() && !footprint.isDisjoint()) {
                throw new IllegalArgumentException("iterations would write the same elements: " + footprint
                        + "; only arrays that are read may have overlapping footprints");
            }
            if (access.writes() && isResident) {
                throw new IllegalArgumentException("an array that is written has no lasting copy on workers");
            }
        }

        /** Units that the iterations {@code lo <= i < hi} touch. */
        Blocks blocks(int lo, int hi) {
            return footprint.blocks(lo, hi, array.length());
        }

        /** Whether requests bring it. */
        boolean isBrought() {
            return !isResident && access != Access.WRITE;
        }
    }

    /** Bits of a number; their value stands in the loop's scalars. */
    record OfScalar() implements LoopArgument {}

    /**
     * A scalar that all iterations contribute to.
     *
     * @param index which one of the loop's results
     */
    record OfResult(Reduction reduction, int index) implements LoopArgument {}
}
