package org.rfaas.offload.woven;

/** How contributions to a {@link Reduction} come together. Values are raw bits, see {@link ScalarParameter}. */
public enum ReductionOperator {
    SUM,
    PRODUCT,
    MIN,
    MAX,
    AND,
    OR,
    XOR;

    boolean isBitwise() {
        return this == AND || this == OR || this == XOR;
    }

    long neutral(ElementType type) {
        return switch (type) {
            case DOUBLE -> Double.doubleToRawLongBits(neutralDouble());
            case FLOAT -> Float.floatToRawIntBits((float) neutralDouble());
            case INT -> neutralInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
            default -> neutralInteger(Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    long combine(ElementType type, long left, long right) {
        return switch (type) {
            case DOUBLE ->
                Double.doubleToRawLongBits(combine(Double.longBitsToDouble(left), Double.longBitsToDouble(right)));
            case FLOAT ->
                Float.floatToRawIntBits(combine(Float.intBitsToFloat((int) left), Float.intBitsToFloat((int) right)));
            case INT -> (int) combine(left, right);
            default -> combine(left, right);
        };
    }

    private double neutralDouble() {
        return switch (this) {
            // the only number that changes no other: 0.0 + -0.0 is 0.0
            case SUM -> -0.0;
            case PRODUCT -> 1;
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
            case AND, OR, XOR -> throw new IllegalArgumentException(this + " of floating-point numbers");
        };
    }

    private long neutralInteger(long least, long greatest) {
        return switch (this) {
            case SUM, OR, XOR -> 0;
            case PRODUCT -> 1;
            case MIN -> greatest;
            case MAX -> least;
            case AND -> -1;
        };
    }

    private double combine(double left, double right) {
        return switch (this) {
            case SUM -> left + right;
            case PRODUCT -> left * right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case AND, OR, XOR -> throw new IllegalArgumentException(this + " of floating-point numbers");
        };
    }

    private float combine(float left, float right) {
        return switch (this) {
            case SUM -> left + right;
            case PRODUCT -> left * right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case AND, OR, XOR -> throw new IllegalArgumentException(this + " of floating-point numbers");
        };
    }

    private long combine(long left, long right) {
        return switch (this) {
            case SUM -> left + right;
            case PRODUCT -> left * right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
        };
    }
}
