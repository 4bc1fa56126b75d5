package org.rfaas.offload.woven;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call of a loop may do, once its values are known. */
public sealed interface LoopBinding {
    /**
     * Its iterations are independent, and write inside of their arrays. Those in {@code [from, to)} also read inside of them,
     * whatever conditions the source has; the others, at the edges of a stencil, say, are the rank's own.
     *
     * @param uses one for each of {@link LoopDescriptor#uses}, in their order
     * @param from first iteration that workers may have, counted from 0
     * @param to end of these, more than {@code from} unless there are no iterations at all
     */
    record Independent(List<BoundUse> uses, int from, int to) implements LoopBinding {
        public Independent {
            uses = List.copyOf(uses);
        }
    }

    /** It has to run in order, on the rank. */
    record InOrder(String reason) implements LoopBinding {}

    /**
     * Checks everything that the proof of independence rests on. Allocates; reads arrays of rows up to their used rows.
     * Equal references, scalars, start and trips give equal bindings unless rows were exchanged.
     *
     * @param references as in {@link LoopSite#run}
     */
    static LoopBinding of(LoopDescriptor loop, @Nullable Object[] references, long[] scalars, int start, int trips) {
        try {
            return new LoopBinder(loop, references, scalars, start, trips).bind();
        } catch (ArithmeticException e) {
            return new InOrder("indices lie far outside of any array");
        }
    }
}
