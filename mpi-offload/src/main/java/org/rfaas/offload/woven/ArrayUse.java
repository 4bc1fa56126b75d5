package org.rfaas.offload.woven;

import java.util.List;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.plan.Access;

/**
 * What the iterations do with one array: iteration {@code i} touches {@code stride * i + offset} for each offset, and for
 * all values of the inner variables in it. An array may have several uses, whose elements differ: one that writes and
 * others that read. The remote body gets a window for each.
 *
 * @param array number of its {@link ArrayParameter}
 * @param access {@code WRITE} holds only if no inner loop of {@code offsets} and {@code columns} is empty; {@link LoopBinding} finds out
 * @param isWhole whether any element may be read; then stride and offsets say nothing
 * @param stride invariant
 * @param offsets not empty unless whole; without the loop variable, but bounds of inner variables in them may name it
 * @param columns of an array of rows that is written: what of each row, without the loop variable; empty unless every
 *     iteration writes all of them
 */
public record ArrayUse(
        int array,
        Access access,
        boolean isWhole,
        Polynomial stride,
        List<Polynomial> offsets,
        List<Polynomial> columns) {
    public ArrayUse {
        offsets = List.copyOf(offsets);
        columns = List.copyOf(columns);
        if (isWhole && access != Access.READ) {
            throw new IllegalArgumentException("iterations that write anywhere are not independent");
        }
        if (!isWhole && offsets.isEmpty()) {
            throw new IllegalArgumentException("a use without elements");
        }
    }

    public static ArrayUse whole(int array) {
        return new ArrayUse(array, Access.READ, true, Polynomial.ZERO, List.of(), List.of());
    }
}
