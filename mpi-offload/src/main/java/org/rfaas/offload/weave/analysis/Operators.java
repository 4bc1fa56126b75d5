package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.woven.ReductionOperator;

/** Arithmetic: what stays a polynomial, and what contributes to a reduction. */
final class Operators {
    /** Symbols that a term may multiply: an index of rows in an array of many dimensions has one for each. */
    private static final int MOST_FACTORS = 8;

    private Operators() {}

    static void apply(int at, OperatorInstruction operator, Frame frame, BodyFacts facts, ArrayRules arrays)
            throws RefusalException {
        Opcode opcode = operator.opcode();
        if (opcode == Opcode.ARRAYLENGTH) {
            arrays.length(at, frame);
            return;
        }
        if (opcode.name().endsWith("NEG")) {
            Value value = frame.pop();
            facts.reductions.spoil(value);
            Polynomial index = Value.indexOf(value);
            Polynomial negated = index == null ? null : OpRules.guarded(index::negated);
            frame.push(new Value.Quantity(operator.typeKind().slotSize(), negated, Value.mustFit(value, value)));
            return;
        }
        Value right = frame.pop();
        Value left = frame.pop();
        ReductionOperator reduction = reduction(opcode);
        Value partial = reduction == null
                ? null
                : facts.reductions.combine(
                        left, right, reduction, !opcode.name().endsWith("SUB"));
        if (partial != null) {
            frame.push(partial);
            return;
        }
        facts.reductions.spoil(left);
        facts.reductions.spoil(right);
        if (opcode == Opcode.LCMP) {
            frame.push(new Value.Compared(Value.indexOf(left), Value.indexOf(right), Value.mustFit(left, right)));
            return;
        }
        boolean isComparison = opcode.name().contains("CMP");
        int slots = isComparison ? 1 : operator.typeKind().slotSize();
        Polynomial index = polynomial(opcode, Value.indexOf(left), Value.indexOf(right));
        frame.push(new Value.Quantity(slots, index, Value.mustFit(left, right)));
    }

    private static @Nullable Polynomial polynomial(
            Opcode opcode, @Nullable Polynomial left, @Nullable Polynomial right) {
        if (left == null || right == null) {
            return null;
        }
        return switch (opcode) {
            case IADD -> OpRules.guarded(() -> left.plus(right).wrapped());
            case ISUB -> OpRules.guarded(() -> left.minus(right).wrapped());
            case IMUL, LMUL -> product(opcode, left, right);
            case ISHL -> shift(left, right, 32);
            case LADD -> OpRules.guarded(() -> left.plus(right));
            case LSUB -> OpRules.guarded(() -> left.minus(right));
            case LSHL -> shift(left, right, 63);
            default -> null;
        };
    }

    /** Not made when it would be too long: a number that is squared a few times has more factors than memory holds. */
    private static @Nullable Polynomial product(Opcode opcode, Polynomial left, Polynomial right) {
        if (left.degree() + right.degree() > MOST_FACTORS) {
            return null;
        }
        return OpRules.guarded(() -> opcode == Opcode.IMUL ? left.times(right).wrapped() : left.times(right));
    }

    private static @Nullable Polynomial shift(Polynomial left, Polynomial by, int width) {
        if (!by.isConstant() || by.constantTerm() < 0 || by.constantTerm() >= width) {
            return null;
        }
        Polynomial factor = Polynomial.constant(1L << by.constantTerm());
        return OpRules.guarded(() -> width == 32 ? left.times(factor).wrapped() : left.times(factor));
    }

    private static @Nullable ReductionOperator reduction(Opcode opcode) {
        return switch (opcode) {
            case IADD, LADD, FADD, DADD, ISUB, LSUB, FSUB, DSUB -> ReductionOperator.SUM;
            case IMUL, LMUL, FMUL, DMUL -> ReductionOperator.PRODUCT;
            case IAND, LAND -> ReductionOperator.AND;
            case IOR, LOR -> ReductionOperator.OR;
            case IXOR, LXOR -> ReductionOperator.XOR;
            default -> null;
        };
    }
}
