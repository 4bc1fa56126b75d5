package org.rfaas.apps.jacobi;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.StringTokenizer;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.TextFile;

/** Reads a rank's rows of a square matrix in Matrix Market format; array files become dense, coordinate files sparse. */
final class MatrixMarketReader {
    private static final int LEAST_ELEMENT_BYTES = "1\n".length();
    private static final int LEAST_ENTRY_BYTES = "1 1\n".length();

    private final int rank;
    private final int size;

    MatrixMarketReader(int rank, int size) {
        this.rank = rank;
        this.size = size;
    }

    /** The rank's rows, with ones on the right-hand side. */
    LinearSystem read(Path path) throws InputException {
        try (TextFile file = new TextFile(path)) {
            MatrixMarketHeader header = MatrixMarketHeader.parse(file.nextLine(), file);
            StringTokenizer sizes = file.nextWords();
            if (sizes == null) {
                throw file.error("the line with the matrix's size is missing");
            }
            int rowCount = file.integer(sizes, "number of rows", 1, Integer.MAX_VALUE - 8);
            int columnCount = file.integer(sizes, "number of columns", 1, Integer.MAX_VALUE - 8);
            if (rowCount != columnCount) {
                throw file.error("the matrix is not square: " + rowCount + " rows, " + columnCount + " columns");
            }
            RowBlock rows = RowBlock.share(rowCount, rank, size);
            return header.isCoordinate()
                    ? readEntries(file, header, rows, sizes)
                    : readElements(file, header, rows, sizes);
        }
    }

    private static LinearSystem readElements(
            TextFile file, MatrixMarketHeader header, RowBlock rows, StringTokenizer sizes) throws InputException {
        file.requireEnd(sizes);
        int n = rows.of();
        file.requireRoomFor(header.isSymmetric() ? (n + 1L) * n / 2 : (long) n * n, "elements", LEAST_ELEMENT_BYTES);
        DMatrixRMaj matrix = Systems.denseStorage(rows.count(), rows.of());
        for (int column = 0; column < n; column++) {
            for (int row = header.isSymmetric() ? column : 0; row < n; row++) {
                StringTokenizer words = next(file, "element (" + (row + 1) + ", " + (column + 1) + ")");
                double value = file.number(words, "value");
                file.requireEnd(words);
                put(matrix, rows, row, column, value);
                if (header.isSymmetric()) {
                    put(matrix, rows, column, row, value);
                }
            }
        }
        requireNoMore(file);
        return new DenseSystem(rows, matrix, Systems.ones(rows));
    }

    private static void put(DMatrixRMaj matrix, RowBlock rows, int row, int column, double value) {
        if (rows.contains(row)) {
            matrix.set(row - rows.first(), column, value);
        }
    }

    private static LinearSystem readEntries(
            TextFile file, MatrixMarketHeader header, RowBlock rows, StringTokenizer sizes) throws InputException {
        int n = rows.of();
        int entries = file.integer(sizes, "number of entries", 0, Integer.MAX_VALUE - 8);
        file.requireEnd(sizes);
        // a row without an entry has none on the diagonal
        file.requireRoomFor(n, "rows", LEAST_ENTRY_BYTES);
        file.requireRoomFor(entries, "entries", LEAST_ENTRY_BYTES);
        Entries kept = new Entries();
        for (int e = 0; e < entries; e++) {
            StringTokenizer words = next(file, "entry " + (e + 1) + " of " + entries);
            int row = file.integer(words, "row", 1, n) - 1;
            int column = file.integer(words, "column", 1, n) - 1;
            double value = header.isPattern() ? 1 : file.number(words, "value");
            file.requireEnd(words);
            if (header.isSymmetric() && column > row) {
                throw file.error("entry (" + (row + 1) + ", " + (column + 1)
                        + ") is above the diagonal; a symmetric file has the lower triangle only");
            }
            kept.add(rows, row, column, value);
            if (header.isSymmetric() && row != column) {
                kept.add(rows, column, row, value);
            }
        }
        requireNoMore(file);
        return kept.toSystem(rows);
    }

    private static StringTokenizer next(TextFile file, String what) throws InputException {
        StringTokenizer words = file.nextWords();
        if (words == null) {
            throw file.error("the file ends before " + what);
        }
        return words;
    }

    private static void requireNoMore(TextFile file) throws InputException {
        @Nullable StringTokenizer words = file.nextWords();
        if (words != null) {
            throw file.error("more entries than the size line announces");
        }
    }

    /** Entries of the rank's rows, in the order of the file. */
    private static final class Entries {
        private int[] rows = new int[1024];
        private int[] columns = new int[1024];
        private double[] values = new double[1024];
        private int count;

        void add(RowBlock block, int row, int column, double value) {
            if (!block.contains(row)) {
                return;
            }
            if (count == rows.length) {
                int larger = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * count);
                rows = Arrays.copyOf(rows, larger);
                columns = Arrays.copyOf(columns, larger);
                values = Arrays.copyOf(values, larger);
            }
            rows[count] = row - block.first();
            columns[count] = column;
            values[count++] = value;
        }

        /** Sorts by columns, then, keeping that order, by rows. */
        LinearSystem toSystem(RowBlock block) {
            int[] byColumn = order(columns, null, block.of());
            int[] byRow = order(rows, byColumn, block.count());
            int[] offsets = new int[block.count() + 1];
            int[] sortedColumns = new int[count];
            double[] sortedValues = new double[count];
            for (int k = 0; k < count; k++) {
                int entry = byRow[k];
                offsets[rows[entry] + 1]++;
                sortedColumns[k] = columns[entry];
                sortedValues[k] = values[entry];
            }
            Arrays.parallelPrefix(offsets, Integer::sum);
            return new SparseSystem(block, offsets, sortedColumns, sortedValues, Systems.ones(block).data);
        }

        /** A stable counting sort of the entries, taken in the given order. */
        private int[] order(int[] keys, int @Nullable [] given, int keyCount) {
            int[] next = new int[keyCount + 1];
            for (int k = 0; k < count; k++) {
                next[keys[k] + 1]++;
            }
            for (int key = 0; key < keyCount; key++) {
                next[key + 1] += next[key];
            }
            int[] sorted = new int[count];
            for (int k = 0; k < count; k++) {
                int entry = given == null ? k : given[k];
                sorted[next[keys[entry]]++] = entry;
            }
            return sorted;
        }
    }
}
