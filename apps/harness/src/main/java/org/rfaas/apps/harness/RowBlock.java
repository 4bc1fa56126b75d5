package org.rfaas.apps.harness;

/**
 * The rows of a rank.
 *
 * @param first first row
 * @param count number of rows
 * @param of rows of the whole matrix
 */
public record RowBlock(int first, int count, int of) {
    public RowBlock {
        if (first < 0 || count < 0 || first + count > of) {
            throw new IllegalArgumentException("rows " + first + "+" + count + " of " + of);
        }
    }

    /** The share of one of {@code size} ranks: contiguous, and as equal as can be. */
    public static RowBlock share(int rows, int rank, int size) {
        int first = (int) ((long) rows * rank / size);
        int end = (int) ((long) rows * (rank + 1) / size);
        return new RowBlock(first, end - first, rows);
    }

    public int end() {
        return first + count;
    }

    public boolean contains(int row) {
        return row >= first && row < end();
    }
}
