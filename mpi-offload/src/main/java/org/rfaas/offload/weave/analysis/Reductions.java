package org.rfaas.offload.weave.analysis;

import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.woven.ElementType;
import org.rfaas.offload.woven.Reduction;
import org.rfaas.offload.woven.ReductionOperator;

/**
 * Proves that scalars carried from one iteration to the next are reductions: only ever replaced by themselves combined
 * with something else, by one operator, and otherwise not looked at.
 */
final class Reductions {
    /** A reduction and the slot of its variable. */
    record OfSlot(int slot, Reduction reduction) {}

    private final Set<Integer> candidates = new TreeSet<>();
    private final Map<Integer, ElementType> types;
    private final Set<Integer> flags;
    private final Map<Integer, ReductionOperator> operators = new HashMap<>();
    private final Set<Integer> read = new HashSet<>();
    private final Set<Integer> mixed = new HashSet<>();
    private final Map<Integer, TypeKind> converted = new HashMap<>();
    private final Set<Integer> fused = new HashSet<>();

    /**
     * The scalars to be looked at.
     *
     * @param types of the candidates
     * @param flags those that are {@link Flags}
     */
    Reductions(Map<Integer, ElementType> types, Set<Integer> flags) {
        this.types = types;
        this.flags = flags;
        candidates.addAll(types.keySet());
    }

    Set<Integer> slots() {
        return candidates;
    }

    boolean isCandidate(int slot) {
        return candidates.contains(slot);
    }

    Value initial(int slot) {
        ElementType type = type(slot);
        return new Value.Partial(slot, type == ElementType.LONG || type == ElementType.DOUBLE ? 2 : 1, null);
    }

    /** The variable's value is used other than by an assignment to itself, or is assigned something else. */
    void spoil(int slot) {
        mixed.add(slot);
    }

    void spoil(Value value) {
        if (value instanceof Value.Partial partial) {
            spoil(partial.slot());
        }
    }

    /** The variable's value becomes one of another type, as that of a {@code float} to which a {@code double} is added. */
    void convert(Value value, TypeKind to) {
        if (value instanceof Value.Partial partial) {
            spoil(partial.slot());
            converted.put(partial.slot(), to);
        }
    }

    /** The variable's value is what {@code Math.fma} adds to. */
    void noteFused(Value value) {
        if (value instanceof Value.Partial partial) {
            fused.add(partial.slot());
        }
    }

    void noteRead(int slot) {
        read.add(slot);
    }

    /** The result of an operation of which one side may be a reduction's variable; none if it is not, or spoils it. */
    @Nullable
    Value combine(Value left, Value right, ReductionOperator operator, boolean mayBeRight) {
        Value.Partial partial = null;
        if (left instanceof Value.Partial one && !(right instanceof Value.Partial)) {
            partial = one;
        } else if (mayBeRight && right instanceof Value.Partial other && !(left instanceof Value.Partial)) {
            partial = other;
        }
        if (partial == null || (partial.operator() != null && partial.operator() != operator)) {
            spoil(left);
            spoil(right);
            return null;
        }
        return new Value.Partial(partial.slot(), partial.slots(), operator);
    }

    /** An assignment to the variable of a candidate. */
    void assign(int slot, Value value) {
        ReductionOperator ofConstant = operatorOfConstant(slot, Value.indexOf(value));
        if (value instanceof Value.Partial partial && partial.slot() == slot && partial.operator() != null) {
            note(slot, partial.operator());
        } else if (ofConstant != null) {
            note(slot, ofConstant);
        } else {
            spoil(value);
            spoil(slot);
        }
    }

    /** What {@code &= 0} does is {@code = 0}, to any number; what {@code |= 1} does is {@code = 1}, to a flag. */
    private @Nullable ReductionOperator operatorOfConstant(int slot, @Nullable Polynomial value) {
        if (value == null || !value.isConstant() || type(slot) != ElementType.INT) {
            return null;
        }
        if (value.constantTerm() == 0) {
            return ReductionOperator.AND;
        }
        return value.constantTerm() == 1 && flags.contains(slot) ? ReductionOperator.OR : null;
    }

    /** {@code s++} and the like. */
    void increment(int slot) {
        read.add(slot);
        note(slot, ReductionOperator.SUM);
    }

    private void note(int slot, ReductionOperator operator) {
        ReductionOperator before = operators.putIfAbsent(slot, operator);
        if (before != null && before != operator) {
            spoil(slot);
        }
    }

    /** All candidates as reductions. */
    List<OfSlot> prove(MethodCode code, int from, boolean mayReassociate) throws RefusalException {
        List<OfSlot> reductions = new ArrayList<>();
        for (int slot : candidates) {
            int at = firstAssignment(code, slot, from);
            String name = code.nameOf(slot, at);
            ReductionOperator operator = operators.get(slot);
            if (mixed.contains(slot) || operator == null) {
                throw new RefusalException(code.line(at), explain(name, slot));
            }
            ElementType type = type(slot);
            boolean depends = type.isFloatingPoint()
                    && (operator == ReductionOperator.SUM || operator == ReductionOperator.PRODUCT);
            if (depends && !mayReassociate) {
                throw new RefusalException(
                        code.line(at),
                        "the floating-point reduction '" + name
                                + "' would be added up in another order; write @Offload(reassociate = true) to allow it");
            }
            reductions.add(new OfSlot(slot, new Reduction(name, operator, type)));
        }
        return reductions;
    }

    private ElementType type(int slot) {
        ElementType type = types.get(slot);
        if (type == null) {
            throw new IllegalStateException("slot " + slot + " is no candidate");
        }
        return type;
    }

    private String explain(String name, int slot) {
        if (!read.contains(slot)) {
            return "'" + name
                    + "' is assigned in the loop and read after it; iterations run in no order, so write into an"
                    + " array instead, or combine what they assign, as in " + name + " = Math.max(" + name + ", e)"
                    + (type(slot) == ElementType.INT ? " or " + name + " |= e" : "");
        }
        return "'" + name + "' is carried from one iteration to the next; only reductions may be (" + name
                + " += e, *=, &=," + " |=, ^=, or = Math.min or Math.max(" + name
                + ", e)), with one operator and no other use, or an index that every iteration moves by the same constant, a"
                + " multiple of the loop's step ("
                + name + "++)"
                + (fused.contains(slot) ? "; write " + name + " += a * b for Math.fma(a, b, " + name + ")" : "")
                + hintOfConversion(name, slot)
                + (isWithAnother()
                        ? "; for the place of an extreme, note or reduce the values here and search after the loop"
                        : "");
    }

    private String hintOfConversion(String name, int slot) {
        TypeKind to = converted.get(slot);
        if (to == null) {
            return "";
        }
        String type = type(slot).name().toLowerCase(Locale.ROOT);
        String other = to.name().toLowerCase(Locale.ROOT);
        if (to != to.asLoadable()) {
            return "; '" + name + "' is converted to " + other + " after each operation: declare it as int";
        }
        return "; '" + name + "' is converted to " + other + ", the type of what it is combined with: write " + name
                + " += (" + type + ") (e), or declare it as " + other;
    }

    /** Whether some variable is only assigned, as the place of the greatest value is together with that value. */
    private boolean isWithAnother() {
        return candidates.stream().anyMatch(slot -> !read.contains(slot) && mixed.contains(slot));
    }

    private static int firstAssignment(MethodCode code, int slot, int from) {
        for (int at = from; at < code.size(); at++) {
            if (code.op(at).assignedSlot() == slot) {
                return at;
            }
        }
        return from;
    }
}
