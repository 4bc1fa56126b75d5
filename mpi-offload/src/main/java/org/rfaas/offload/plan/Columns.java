package org.rfaas.offload.plan;

/** Elements {@code [first, end)} of a row. */
public record Columns(int first, int end) {
    public Columns {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("no columns: [" + first + ", " + end + ")");
        }
    }

    /** All of a row; none of an array without rows, whose row length is 0. */
    public static Columns all(int rowLength) {
        return new Columns(0, rowLength);
    }
}
