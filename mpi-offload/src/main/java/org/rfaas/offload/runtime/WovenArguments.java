package org.rfaas.offload.runtime;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.array.ArrayStorage;
import org.rfaas.offload.array.LoopArray;
import org.rfaas.offload.array.TrackedArray;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.loop.LoopArgument;
import org.rfaas.offload.plan.Residency;
import org.rfaas.offload.woven.ArrayParameter;
import org.rfaas.offload.woven.BoundUse;
import org.rfaas.offload.woven.LoopDescriptor;

/**
 * What a woven loop sends along: its uses of arrays, then its scalars, then its results, with the values of one call. Between
 * calls it keeps no array alive.
 */
final class WovenArguments {
    private final LoopDescriptor loop;
    private final StableArrays stable;
    private final LoopArgument[] arguments;
    private final long[] scalars;
    private final long[] results;

    /** Of arrays that are not stable, one a use. */
    private final List<PassingCopies> passing = new ArrayList<>();

    /** Of the last call, one a use: most calls are like it, and need not make them anew. */
    private final List<WeakReference<Bound>> bound = new ArrayList<>();

    /** An argument, and what it was made of. */
    private record Bound(BoundUse use, Object array, TrackedArray tracked, LoopArgument.OfArray argument) {
        @SuppressWarnings(
                "ReferenceEquality") // calls that bind alike have the same uses; arrays are compared as objects
        boolean isOf(BoundUse otherUse, Object otherArray, TrackedArray otherTracked) {
            return use == otherUse && array == otherArray && tracked == otherTracked;
        }
    }

    WovenArguments(LoopDescriptor loop, StableArrays stable) {
        this.loop = loop;
        this.stable = stable;
        int uses = loop.uses().size();
        int count = uses + loop.scalars().size() + loop.reductions().size();
        this.arguments = new LoopArgument[count];
        this.scalars = new long[count];
        this.results = new long[loop.reductions().size()];
        for (int i = 0; i < uses; i++) {
            passing.add(new PassingCopies());
            bound.add(new WeakReference<>(null));
        }
        for (int i = 0; i < loop.scalars().size(); i++) {
            arguments[uses + i] = new LoopArgument.OfScalar();
        }
        for (int i = 0; i < results.length; i++) {
            arguments[count - results.length + i] =
                    new LoopArgument.OfResult(loop.reductions().get(i), i);
        }
    }

    /** With those of the call that has begun and not ended. */
    LoopArgument[] arguments() {
        return arguments;
    }

    /** Raw bits, each where its argument stands. */
    long[] scalars() {
        return scalars;
    }

    /** Raw bits that all parts of a run contribute to. */
    long[] results() {
        return results;
    }

    /**
     * Takes over the values of a call.
     *
     * @param from what the results start with
     */
    void begin(List<BoundUse> uses, @Nullable Object[] references, long[] values, long[] from) {
        for (int i = 0; i < uses.size(); i++) {
            BoundUse use = uses.get(i);
            Object array = references[use.array()];
            if (array == null) {
                throw new IllegalStateException("no array for a use of an independent loop");
            }
            ArrayParameter parameter = loop.arrays().get(use.array());
            ArrayForm form = form(use, parameter);
            TrackedArray tracked = tracked(i, parameter, array, form);
            Bound last = bound.get(i).get();
            if (last == null || !last.isOf(use, array, tracked)) {
                last = new Bound(use, array, tracked, argument(use, parameter, form, array, tracked));
                bound.set(i, new WeakReference<>(last));
            }
            arguments[i] = last.argument();
        }
        System.arraycopy(values, 0, scalars, uses.size(), values.length);
        System.arraycopy(from, 0, results, 0, results.length);
    }

    /** Hands over what the results have become. */
    void copyResults(long[] to) {
        System.arraycopy(results, 0, to, 0, results.length);
    }

    /** The call has ended, one way or other: drops its arrays. */
    void end() {
        Arrays.fill(arguments, 0, passing.size(), null);
    }

    private static ArrayForm form(BoundUse use, ArrayParameter parameter) {
        int elementBytes = parameter.type().bytes();
        return use.rowLength() == 0 ? ArrayForm.elements(elementBytes) : ArrayForm.rows(use.rowLength(), elementBytes);
    }

    private static LoopArgument.OfArray argument(
            BoundUse use, ArrayParameter parameter, ArrayForm form, Object array, TrackedArray tracked) {
        ArrayStorage storage = ArrayStorage.of(array, form, parameter.type().bytes(), use.columns());
        boolean isResident =
                Residency.isResident(use.access(), use.footprint(), parameter.isStable(), form.unitBytes());
        return new LoopArgument.OfArray(
                new LoopArray(tracked, storage, form), use.access(), use.footprint(), isResident);
    }

    private TrackedArray tracked(int index, ArrayParameter parameter, Object array, ArrayForm form) {
        return parameter.isStable()
                ? stable.track(array, form)
                : passing.get(index).next(form.unitBytes());
    }
}
