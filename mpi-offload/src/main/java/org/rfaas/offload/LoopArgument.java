package org.rfaas.offload;

import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Footprint;

/** What a loop declares for its kernel. */
sealed interface LoopArgument {
    /** An array, what is done with it, and which of its elements an iteration touches. */
    record OfArray(OffloadArray array, Access access, Footprint footprint) implements LoopArgument {
        public OfArray {
            if (access.writes() && !footprint.isDisjoint()) {
                throw new IllegalArgumentException("iterations would write the same elements: " + footprint
                        + "; only arrays that are read may have overlapping footprints");
            }
        }

        OfArray with(OffloadArray other) {
            if (other.kind() != array.kind()) {
                throw new IllegalArgumentException(
                        "the loop was made for an array of " + array.kind() + ", not " + other.kind());
            }
            return new OfArray(other, access, footprint);
        }
    }

    /** A floating-point number; its value stands in the local arguments. */
    record OfDouble() implements LoopArgument {}

    /** An integer; its value stands in the local arguments. */
    record OfLong() implements LoopArgument {}
}
