package org.rfaas.apps.jacobi;

import java.nio.file.Path;
import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.TextFile;

/** Reads a vector: a Matrix Market array of one column, or plain numbers, one a line. */
final class VectorReader {
    private VectorReader() {}

    /** The elements of the given rows; the file must have all of them. */
    static double[] read(Path path, RowBlock rows) throws InputException {
        try (TextFile file = new TextFile(path)) {
            String first = file.nextLine();
            double[] own = new double[rows.count()];
            int row = 0;
            if (first != null && first.toLowerCase(Locale.ROOT).startsWith(MatrixMarketHeader.BANNER)) {
                readHeader(first, file, rows.of());
            } else if (first != null && !first.isBlank() && !first.startsWith("%")) {
                put(own, rows, row++, element(new StringTokenizer(first), file));
            }
            for (@Nullable StringTokenizer words = file.nextWords(); words != null; words = file.nextWords()) {
                put(own, rows, row++, element(words, file));
                if (row > rows.of()) {
                    throw file.error("more than the " + rows.of() + " elements of the right-hand side");
                }
            }
            if (row < rows.of()) {
                throw file.error("the file ends after " + row + " of " + rows.of() + " elements");
            }
            return own;
        }
    }

    private static void readHeader(String first, TextFile file, int n) throws InputException {
        MatrixMarketHeader header = MatrixMarketHeader.parse(first, file);
        if (header.isCoordinate() || header.isSymmetric()) {
            throw file.error("a right-hand side must be 'array … general'");
        }
        StringTokenizer sizes = file.nextWords();
        if (sizes == null) {
            throw file.error("the line with the vector's size is missing");
        }
        int rowCount = file.integer(sizes, "number of rows", 1, Integer.MAX_VALUE);
        int columnCount = file.integer(sizes, "number of columns", 1, Integer.MAX_VALUE);
        if (rowCount != n || columnCount != 1) {
            throw file.error(
                    "the right-hand side is " + rowCount + " x " + columnCount + "; the matrix needs " + n + " x 1");
        }
    }

    private static double element(StringTokenizer words, TextFile file) throws InputException {
        double value = file.number(words, "element");
        file.requireEnd(words);
        return value;
    }

    private static void put(double[] own, RowBlock rows, int row, double value) {
        if (rows.contains(row)) {
            own[row - rows.first()] = value;
        }
    }
}
