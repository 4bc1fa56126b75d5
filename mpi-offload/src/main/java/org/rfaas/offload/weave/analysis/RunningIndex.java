package org.rfaas.offload.weave.analysis;

import java.lang.constant.ConstantDescs;

/**
 * A variable that moves along with the loop variable <i>i</i>, see {@link RunningIndices}.
 *
 * @param slot of the variable
 * @param change what every iteration adds to it
 * @param ratio how many times as far as <i>i</i> it moves
 * @param isReadAfter whether it is read after the loop
 */
public record RunningIndex(int slot, int change, int ratio, boolean isReadAfter) {
    /** Its value before the loop. */
    public Source first() {
        return valueBefore(slot);
    }

    /** The value that an {@code int} has before the loop which changes it. */
    public static Source valueBefore(int slot) {
        return new Source.Local(slot, ConstantDescs.CD_int);
    }
}
