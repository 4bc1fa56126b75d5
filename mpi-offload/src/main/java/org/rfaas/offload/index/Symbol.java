package org.rfaas.offload.index;

/**
 * An integer that a loop's indices are made of.
 *
 * @param kind what it stands for
 * @param number which one of its kind
 */
public record Symbol(Kind kind, int number) implements Comparable<Symbol> {
    /** What a symbol stands for. */
    public enum Kind {
        /** The value of the loop variable. */
        LOOP,
        /** A scalar that the loop does not change. */
        SCALAR,
        /** Length of the rows of an array of arrays, all the same. */
        ROW_LENGTH,
        /** The variable of an inner loop. */
        INNER
    }

    /** The loop variable. */
    public static final Symbol LOOP = new Symbol(Kind.LOOP, 0);

    public static Symbol scalar(int number) {
        return new Symbol(Kind.SCALAR, number);
    }

    public static Symbol rowLength(int array) {
        return new Symbol(Kind.ROW_LENGTH, array);
    }

    public static Symbol inner(int number) {
        return new Symbol(Kind.INNER, number);
    }

    /** Whether it has one value while the loop runs. */
    public boolean isInvariant() {
        return kind == Kind.SCALAR || kind == Kind.ROW_LENGTH;
    }

    /** Whether it is the variable of an inner loop. */
    public boolean isInner() {
        return kind == Kind.INNER;
    }

    @Override
    public int compareTo(Symbol other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case LOOP -> "i";
            case SCALAR -> "s" + number;
            case ROW_LENGTH -> "r" + number;
            case INNER -> "j" + number;
        };
    }
}
