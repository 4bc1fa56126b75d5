package org.rfaas.offload.woven;

import org.rfaas.offload.index.Polynomial;

/**
 * How far the variable of an inner loop is from its first value: {@code 0, step, 2 * step, ..}, all less than {@code
 * extent}. The extent may name the loop variable and inner variables with a smaller number.
 *
 * @param step at least 1
 * @param isCopy whether it runs over what {@code System.arraycopy} copies, of which the first index must exist even if
 *     nothing is copied
 */
public record InnerVariable(String name, Polynomial extent, int step, boolean isCopy) {
    public InnerVariable {
        if (step < 1) {
            throw new IllegalArgumentException("an inner variable with step " + step);
        }
    }
}
