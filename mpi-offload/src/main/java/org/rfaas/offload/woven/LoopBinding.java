package org.rfaas.offload.woven;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call of a loop may do, once its values are known. */
public sealed interface LoopBinding {
    /**
     * Its iterations are independent and stay inside of their arrays.
     *
     * @param uses one for each of {@link LoopDescriptor#uses}, in their order
     */
    record Independent(List<BoundUse> uses) implements LoopBinding {
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
            return new InOrder("an index leaves the range of 64 bits");
        }
    }
}
