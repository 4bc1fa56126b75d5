package org.rfaas.offload.weave.analysis;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;

/**
 * A place in the code that reads or writes an element of a captured array, or a range of them, or, for an array of rows, of one
 * of its rows.
 *
 * @param at position in the code
 * @param index of the element, or of the row; of a range, with a variable that runs over it; unknown if none
 */
record ElementAccess(int at, int array, @Nullable Polynomial index, boolean isWrite) {
    AccessPoint point() {
        return new AccessPoint(at, isWrite);
    }
}
