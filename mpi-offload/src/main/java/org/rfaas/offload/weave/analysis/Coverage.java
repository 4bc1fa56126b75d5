package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that every iteration writes every element of its footprint, or the same columns of its row: writes are on every path,
 * inner loops run to their bounds and have the same bounds in every iteration, and the offsets leave no gap.
 */
final class Coverage {
    private final ControlFlow flow;
    private final NaturalLoop outer;
    private final InnerLoops inners;

    Coverage(ControlFlow flow, NaturalLoop outer, InnerLoops inners) {
        this.flow = flow;
        this.outer = outer;
        this.inners = inners;
    }

    /** Whether the elements at these offsets are written, and not read. */
    boolean isComplete(List<ElementAccess> accesses, List<Polynomial> offsets) {
        return isComplete(accesses, ElementAccess::index, offsets);
    }

    /**
     * The columns that every iteration writes of its row, and does not read; none if that is not known.
     *
     * @param rows offsets of the rows an iteration touches
     */
    List<Polynomial> columns(List<ElementAccess> accesses, List<Polynomial> rows) {
        if (rows.size() > 1 || rows.getFirst().symbols().stream().anyMatch(Symbol::isInner)) {
            return List.of();
        }
        List<ElementAccess> elements = accesses.stream()
                .filter(access -> access.kind() != ElementAccess.Kind.LENGTH)
                .toList();
        List<Polynomial> columns = new ArrayList<>();
        for (ElementAccess element : elements) {
            Polynomial column = element.column();
            if (column == null || column.symbols().contains(Symbol.LOOP)) {
                return List.of();
            }
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return isComplete(elements, ElementAccess::column, columns) ? columns : List.of();
    }

    private boolean isComplete(
            List<ElementAccess> accesses,
            Function<ElementAccess, @Nullable Polynomial> place,
            List<Polynomial> offsets) {
        for (ElementAccess access : accesses) {
            Polynomial index = place.apply(access);
            if (!access.isWrite() || index == null || !isAlwaysDone(access.at(), index)) {
                return false;
            }
        }
        if (offsets.size() == 1) {
            return isGapFree(offsets.getFirst());
        }
        return offsets.stream().allMatch(Polynomial::isConstant) && areConsecutive(offsets);
    }

    private static boolean areConsecutive(List<Polynomial> offsets) {
        List<Long> sorted =
                offsets.stream().map(Polynomial::constantTerm).sorted().toList();
        return sorted.getLast() - sorted.getFirst() == sorted.size() - 1;
    }

    /** Whether the inner variables, from the narrowest step to the widest, fill what the one before leaves. */
    private boolean isGapFree(Polynomial offset) {
        List<Symbol> variables = new ArrayList<>(offset.symbols().stream()
                .filter(Symbol::isInner)
                .sorted(Comparator.reverseOrder())
                .toList());
        Polynomial filled = Polynomial.ONE;
        for (Symbol symbol : variables) {
            InnerLoops.Variable variable = inners.get(symbol);
            Polynomial factor = offset.coefficientOf(symbol);
            Polynomial extent = variable.extent();
            if (factor == null || extent == null || !extent.isInvariant() || Math.abs(variable.step()) != 1) {
                return false;
            }
            if (!factor.equals(filled) && !factor.negated().equals(filled)) {
                return false;
            }
            filled = filled.times(extent);
        }
        return true;
    }

    /** Whether it happens in every iteration, and in every iteration of each inner loop around it. */
    private boolean isAlwaysDone(int at, Polynomial index) {
        List<NaturalLoop> around = flow.loops().stream()
                .filter(loop -> loop.contains(at) && outer.contains(loop.header()))
                .sorted(Comparator.comparingInt(NaturalLoop::size).reversed())
                .toList();
        for (int k = 0; k < around.size(); k++) {
            NaturalLoop loop = around.get(k);
            int inside = k + 1 < around.size() ? around.get(k + 1).header() : at;
            boolean isEveryTime = loop.latches().stream().allMatch(latch -> flow.dominates(inside, latch));
            if (!isEveryTime || (loop.header() != outer.header() && !runsToItsBound(loop, index))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether an inner loop ends at its bound only, which is the same in every iteration, and runs at all: that is checked at
     * each call for the variables of the index, and must be certain for others.
     */
    private boolean runsToItsBound(NaturalLoop inner, Polynomial index) {
        long exits = inner.positions().stream()
                .flatMap(at -> flow.successors(at).stream())
                .filter(next -> !inner.contains(next) && !(flow.code().op(next) instanceof Op.Trap))
                .count();
        if (exits != 1) {
            return false;
        }
        for (int number = 0; number < inners.size(); number++) {
            Symbol symbol = Symbol.inner(number);
            Polynomial extent = inners.get(symbol).extent();
            if (inners.get(symbol).isOf(inner) && extent != null && extent.isInvariant()) {
                boolean isNeverEmpty = extent.isConstant() && extent.constantTerm() >= 1;
                return isNeverEmpty || index.symbols().contains(symbol);
            }
        }
        return false;
    }
}
