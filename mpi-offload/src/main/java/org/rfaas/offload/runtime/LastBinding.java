package org.rfaas.offload.runtime;

import java.lang.reflect.Array;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.woven.ArrayParameter;
import org.rfaas.offload.woven.InnerVariable;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;

/**
 * Binds the calls of one loop. Most codes call a loop again and again with the same sizes, and then the binding of the last
 * call holds, also when arrays were exchanged for each other: it rests on their lengths, on their being different ones, and
 * on the scalars that indices are made of. Holds no arrays, and a call like the last one allocates nothing.
 */
final class LastBinding {
    private final LoopDescriptor loop;
    private final int[] lengths;

    /** Scalars that indices are made of. */
    private final int[] shaping;

    /** What a row is may change any time, so loops over rows are looked at anew each time. */
    private final boolean hasRows;

    private long[] scalars = {};
    private int start;
    private int trips;
    private LoopBinding.@Nullable Independent last;

    LastBinding(LoopDescriptor loop) {
        this.loop = loop;
        this.lengths = new int[loop.arrays().size()];
        this.shaping = indices(loop)
                .flatMap(index -> index.symbols().stream())
                .filter(symbol -> symbol.kind() == Symbol.Kind.SCALAR)
                .mapToInt(Symbol::number)
                .distinct()
                .toArray();
        this.hasRows = loop.arrays().stream().anyMatch(ArrayParameter::isRows);
    }

    /** As {@link LoopBinding#of}; the same object for calls that bind alike in a row. */
    LoopBinding of(@Nullable Object[] references, long[] values, int from, int count) {
        LoopBinding.Independent known = last;
        if (known != null
                && from == start
                && count == trips
                && hasKnownScalars(values)
                && hasKnownLengths(references)
                && areDifferent(references)) {
            return known;
        }
        LoopBinding made = LoopBinding.of(loop, references, values, from, count);
        last = null;
        if (made instanceof LoopBinding.Independent independent && !hasRows && areDifferent(references)) {
            remember(references, values, from, count);
            last = independent;
        }
        return made;
    }

    private void remember(@Nullable Object[] references, long[] values, int from, int count) {
        scalars = values.clone();
        start = from;
        trips = count;
        for (int a = 0; a < lengths.length; a++) {
            lengths[a] = length(references[a]);
        }
    }

    private static Stream<Polynomial> indices(LoopDescriptor loop) {
        Stream<Polynomial> ofUses = loop.uses().stream()
                .filter(use -> !use.isWhole())
                .flatMap(use -> Stream.concat(Stream.of(use.stride()), use.offsets().stream()));
        Stream<Polynomial> ofInners = loop.inners().stream().map(InnerVariable::extent);
        return Stream.of(ofUses, ofInners, loop.fitInt().stream()).flatMap(indices -> indices);
    }

    private boolean hasKnownScalars(long[] values) {
        for (int scalar : shaping) {
            if (values[scalar] != scalars[scalar]) {
                return false;
            }
        }
        return true;
    }

    private boolean hasKnownLengths(@Nullable Object[] references) {
        for (int a = 0; a < lengths.length; a++) {
            if (length(references[a]) != lengths[a]) {
                return false;
            }
        }
        return true;
    }

    private static int length(@Nullable Object array) {
        return array == null ? -1 : Array.getLength(array);
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether they are one object
    private boolean areDifferent(@Nullable Object[] references) {
        for (int a = 1; a < lengths.length; a++) {
            for (int b = 0; b < a; b++) {
                if (references[a] == references[b]) {
                    return false;
                }
            }
        }
        return true;
    }
}
