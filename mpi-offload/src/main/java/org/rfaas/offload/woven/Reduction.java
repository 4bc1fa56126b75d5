package org.rfaas.offload.woven;

/**
 * A scalar that all iterations contribute to.
 *
 * @param name as in the source, for messages
 * @param type {@code DOUBLE}, {@code FLOAT}, {@code LONG} or {@code INT}
 */
public record Reduction(String name, ReductionOperator operator, ElementType type) {
    public Reduction {
        if (type.bytes() < Integer.BYTES) {
            throw new IllegalArgumentException("a reduction of type " + type);
        }
        if (type.isFloatingPoint() && operator.isBitwise()) {
            throw new IllegalArgumentException(operator + " of floating-point numbers");
        }
    }

    /** Raw bits of what changes nothing; a part of the loop that runs elsewhere starts from it. */
    public long neutral() {
        return operator.neutral(type);
    }

    /** Raw bits of what two parts make together. */
    public long combine(long left, long right) {
        return operator.combine(type, left, right);
    }
}
