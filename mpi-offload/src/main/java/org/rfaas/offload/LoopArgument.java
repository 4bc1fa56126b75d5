package org.rfaas.offload;

import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Footprint;
import org.rfaas.offload.woven.Reduction;

/** What a loop declares for its kernel. */
sealed interface LoopArgument {
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

        OfArray with(LoopArray other) {
            if (!other.form().equals(array.form())) {
                throw new IllegalArgumentException(
                        "the loop was made for an array of " + array.form() + ", not " + other.form());
            }
            return new OfArray(other, access, footprint, isResident);
        }

        /** Units that the iterations {@code lo <= i < hi} touch. */
        Blocks blocks(int lo, int hi) {
            return footprint.blocks(lo, hi, array.length());
        }

        /** Whether both read one copy on a worker. */
        boolean isSameCopyAs(LoopArgument other) {
            return isResident && other instanceof OfArray of && of.isResident && of.array.tracked() == array.tracked();
        }

        /** Whether requests bring it. */
        boolean isBrought() {
            return !isResident && access != Access.WRITE;
        }
    }

    /** A floating-point number; its value stands in the loop's scalars. */
    record OfDouble() implements LoopArgument {}

    /** Bits of a number; their value stands in the loop's scalars. */
    record OfLong() implements LoopArgument {}

    /**
     * A scalar that all iterations contribute to.
     *
     * @param index which one of the loop's results
     */
    record OfResult(Reduction reduction, int index) implements LoopArgument {}
}
