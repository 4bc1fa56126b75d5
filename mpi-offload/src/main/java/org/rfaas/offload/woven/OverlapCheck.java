package org.rfaas.offload.woven;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Interval;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.plan.Blocks;

/** Finds out whether iterations touch elements that others write, and says what would keep them apart. */
final class OverlapCheck {
    private final LoopDescriptor loop;
    private final List<BoundUse> uses;
    private final int trips;
    private final Function<Symbol, Interval> values;

    /**
     * For a call.
     *
     * @param uses one for each of the loop's, in their order
     * @param values of the symbols in this call
     */
    OverlapCheck(LoopDescriptor loop, List<BoundUse> uses, int trips, Function<Symbol, Interval> values) {
        this.loop = loop;
        this.uses = uses;
        this.trips = trips;
        this.values = values;
    }

    @Nullable
    String findProblem() {
        for (int w = 0; w < uses.size(); w++) {
            if (uses.get(w).access().writes()) {
                String problem = uses.get(w).footprint().isDisjoint() ? findOther(w) : explainWidth(w);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    /** The footprints of one use overlap. */
    private String explainWidth(int number) {
        BoundUse use = uses.get(number);
        long distance = Math.abs(use.footprint().stride());
        String name = loop.arrays().get(use.array()).name();
        return "iterations share " + (use.rowLength() > 0 ? "rows" : "elements") + " of " + name + ": each uses "
                + loop.describe(loop.uses().get(number)) + " over a range of "
                + use.footprint().blocks(0, 1, use.length()).hull() + ", and the next one's begins " + distance
                + " further on; "
                + (hasLongerInnerSteps(loop.uses().get(number), distance)
                        ? "exchange the loops, so that the annotated one takes the longest steps through " + name
                        : "give each iteration a range of its own, and read those of others from a copy");
    }

    /** Whether an inner loop takes longer steps through the array than the loop does, as where a matrix is walked by columns. */
    private boolean hasLongerInnerSteps(ArrayUse use, long distance) {
        return use.offsets().stream()
                .anyMatch(offset -> offset.symbols().stream()
                        .filter(Symbol::isInner)
                        .anyMatch(inner -> isLonger(offset.coefficientOf(inner), distance)));
    }

    private boolean isLonger(@Nullable Polynomial step, long distance) {
        Interval range = step == null ? Interval.ZERO : step.range(values);
        return Math.max(range.max(), -range.min()) > distance;
    }

    /** Another use of the array that this one writes, and of elements that this one writes in some iterations. */
    private @Nullable String findOther(int written) {
        for (int other = 0; other < uses.size(); other++) {
            boolean isSecond = other > written || !uses.get(other).access().writes();
            if (other != written && isSecond && doTouch(uses.get(written), uses.get(other))) {
                return explainOverlap(loop.uses().get(written), loop.uses().get(other));
            }
        }
        return null;
    }

    private String explainOverlap(ArrayUse written, ArrayUse other) {
        return "iterations " + verb(written) + " " + loop.describe(written) + " and " + verb(other) + " "
                + loop.describe(other) + ", which others write"
                + (other.access().writes()
                        ? ", too; write them in two loops"
                        : "; where the values from before the loop are meant, read from a copy");
    }

    private static String verb(ArrayUse use) {
        return switch (use.access()) {
            case READ -> "read";
            case WRITE -> "write";
            case UPDATE -> "update";
        };
    }

    private boolean doTouch(BoundUse one, BoundUse other) {
        Blocks left = blocks(one);
        Blocks right = blocks(other);
        return one.array() == other.array() && left.first() < right.end() && right.first() < left.end();
    }

    private Blocks blocks(BoundUse use) {
        return use.footprint().blocks(0, trips, use.length());
    }
}
