package org.rfaas.offload.woven;

import org.rfaas.offload.index.Polynomial;

/**
 * How far the variable of an inner loop is from its first value: {@code 0, step, 2 * step, ..}, all less than {@code
 * extent}. The extent may name the loop variable and inner variables with a smaller number.
 *
 * @param step at least 1
 */
public record InnerVariable(String name, Polynomial extent, int step) {
    public InnerVariable {
        if (step < 1) {
            throw new IllegalArgumentException("an inner variable with step " + step);
        }
    }
}
