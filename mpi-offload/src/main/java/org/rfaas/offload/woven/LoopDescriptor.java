package org.rfaas.offload.woven;

import java.util.List;
import java.util.stream.Collectors;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;

/**
 * All that is known of a woven loop before it runs. Iterations are numbered from 0; iteration k has the loop variable
 * {@code start + step * k}, so a loop that counts down is described by the values it takes, in ascending order.
 *
 * @param name class, method and line
 * @param variable name of the loop variable
 * @param step at least 1
 * @param isDescending whether the source counts down
 * @param fitInt values that Java computes in 32 bits and that must not have wrapped around
 */
public record LoopDescriptor(
        String name,
        String variable,
        int step,
        boolean isDescending,
        Verdict verdict,
        List<ArrayParameter> arrays,
        List<ScalarParameter> scalars,
        List<InnerVariable> inners,
        List<ArrayUse> uses,
        List<Reduction> reductions,
        List<Polynomial> fitInt,
        KernelCode kernel) {
    public LoopDescriptor {
        if (step < 1) {
            throw new IllegalArgumentException("a loop with step " + step);
        }
        arrays = List.copyOf(arrays);
        scalars = List.copyOf(scalars);
        inners = List.copyOf(inners);
        uses = List.copyOf(uses);
        reductions = List.copyOf(reductions);
        fitInt = List.copyOf(fitInt);
    }

    /** Whether iterations write into arrays. */
    public boolean hasWrites() {
        return uses.stream().anyMatch(use -> use.access().writes());
    }

    /** An index as the source would write it. */
    public String describe(Polynomial index) {
        return index.toString(this::name);
    }

    /** The elements, or rows, that a use is of, as the source would write them. */
    public String describe(ArrayUse use) {
        ArrayParameter array = arrays.get(use.array());
        if (use.isWhole()) {
            return "all of " + array.name();
        }
        Polynomial moving = Polynomial.of(Symbol.LOOP).times(use.stride());
        String indices = use.offsets().stream()
                .map(offset -> array.name() + "[" + describe(moving.plus(offset)) + "]")
                .collect(Collectors.joining(", "));
        if (!use.columns().isEmpty()) {
            return use.columns().stream()
                    .map(column -> indices + "[" + describe(column) + "]")
                    .collect(Collectors.joining(", "));
        }
        return array.isRows() ? "rows " + indices : indices;
    }

    private String name(Symbol symbol) {
        return switch (symbol.kind()) {
            case LOOP -> variable;
            case SCALAR -> scalars.get(symbol.number()).name();
            case ROW_LENGTH -> arrays.get(symbol.number()).name() + "[].length";
            case INNER -> inners.get(symbol.number()).name();
        };
    }
}
