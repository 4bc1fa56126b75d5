package org.rfaas.offload.weave.analysis;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;

/**
 * A place in the code that needs an element of a captured array, or, for an array of rows, one of its rows; or a range of
 * elements, which an inner variable of its own runs over.
 *
 * @param at position in the code
 * @param index of the element, or of the row; unknown if none
 * @param column of the element in its row; unknown if none, as where the array has no rows
 */
record ElementAccess(
        int at,
        int array,
        @Nullable Polynomial index,
        @Nullable Polynomial column,
        Kind kind) {
    enum Kind {
        READ,
        WRITE,
        /** Asks for the length of the row, which has to be there. */
        LENGTH
    }

    boolean isWrite() {
        return kind == Kind.WRITE;
    }

    AccessPoint point() {
        return new AccessPoint(at, isWrite());
    }
}
