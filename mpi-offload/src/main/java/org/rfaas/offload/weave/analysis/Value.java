package org.rfaas.offload.weave.analysis;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.woven.ElementType;
import org.rfaas.offload.woven.ReductionOperator;

/** What is known of a value on the operand stack or in a local variable. */
sealed interface Value {
    /** Stack or local slots it takes. */
    default int slots() {
        return switch (this) {
            case Quantity number -> number.slots;
            case Partial partial -> partial.slots;
            case Unknown unknown -> unknown.slots;
            case Compared _, ArrayOf _, RowOf _, Scratch _, Generator _, ObjectOf _ -> 1;
        };
    }

    /**
     * A number; an integer may be known as a polynomial, modulo 2<sup>32</sup>.
     *
     * @param mustFit the {@code int}s that a {@code long} was made of: it is the polynomial's true value if theirs fit 32 bits
     */
    record Quantity(int slots, @Nullable Polynomial index, Set<Polynomial> mustFit) implements Value {
        public Quantity {
            mustFit = index == null ? Set.of() : Set.copyOf(mustFit);
        }

        Quantity(int slots, @Nullable Polynomial index) {
            this(slots, index, Set.of());
        }
    }

    /**
     * The outcome of comparing two {@code long}s.
     *
     * @param mustFit what they were made of, as of a {@link Quantity}
     */
    record Compared(@Nullable Polynomial left, @Nullable Polynomial right, Set<Polynomial> mustFit) implements Value {
        static final Compared UNKNOWN = new Compared(null, null, Set.of());
    }

    /** An array that was there before the loop. */
    record ArrayOf(int array) implements Value {}

    /** A row of such an array; which one may be known. */
    record RowOf(int array, @Nullable Polynomial row) implements Value {}

    /** An array that the iteration made for itself. */
    record Scratch(ElementType type) implements Value {}

    /** One of the {@link Generators}, which the iteration made for itself. */
    record Generator() implements Value {}

    /** An object that was there before the loop. */
    record ObjectOf(Source source) implements Value {}

    /** A reduction's variable: as it was, or with contributions by one operator. */
    record Partial(int slot, int slots, @Nullable ReductionOperator operator) implements Value {}

    /** Cannot be followed. */
    record Unknown(int slots) implements Value {}

    static Value number(int slots) {
        return new Quantity(slots, null);
    }

    /** What is known when control comes from either side. */
    static Value join(Value left, Value right) {
        if (left.equals(right)) {
            return left;
        }
        if (left instanceof Quantity a && right instanceof Quantity b && a.slots == b.slots) {
            return new Quantity(
                    a.slots, Objects.equals(a.index, b.index) ? a.index : null, union(a.mustFit, b.mustFit));
        }
        if (left instanceof RowOf a && right instanceof RowOf b && a.array == b.array) {
            return new RowOf(a.array, null);
        }
        if (left instanceof Compared && right instanceof Compared) {
            return Compared.UNKNOWN;
        }
        return new Unknown(Math.max(left.slots(), right.slots()));
    }

    /** The polynomial of a number, if it is known. */
    static @Nullable Polynomial indexOf(Value value) {
        return value instanceof Quantity number ? number.index : null;
    }

    /** What two numbers were made of. */
    static Set<Polynomial> mustFit(Value left, Value right) {
        return union(
                left instanceof Quantity a ? a.mustFit : Set.of(), right instanceof Quantity b ? b.mustFit : Set.of());
    }

    private static Set<Polynomial> union(Set<Polynomial> left, Set<Polynomial> right) {
        Set<Polynomial> union = new HashSet<>(left);
        union.addAll(right);
        return union;
    }
}
