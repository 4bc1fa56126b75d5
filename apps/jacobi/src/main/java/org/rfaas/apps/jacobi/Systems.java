package org.rfaas.apps.jacobi;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.RowRandom;

/** Generated systems; each rank makes its own rows, and the rows do not depend on the number of ranks. */
final class Systems {
    private Systems() {}

    /**
     * The 5-point Laplacian on an {@code n x n} grid with Dirichlet borders.
     *
     * @throws InputException when the grid has more points than a Java array can have
     */
    static LinearSystem poisson(int n, int rank, int size) throws InputException {
        if ((long) n * n > Integer.MAX_VALUE / 5) {
            throw new InputException("--poisson " + n + ": a grid of more than " + Integer.MAX_VALUE / 5 + " points");
        }
        RowBlock rows = RowBlock.share(n * n, rank, size);
        int[] offsets = new int[rows.count() + 1];
        int[] columns = new int[5 * rows.count()];
        double[] values = new double[5 * rows.count()];
        int k = 0;
        for (int i = 0; i < rows.count(); i++) {
            int point = rows.first() + i;
            int line = point / n;
            int place = point % n;
            int[] neighbours = {
                line > 0 ? point - n : -1,
                place > 0 ? point - 1 : -1,
                point,
                place < n - 1 ? point + 1 : -1,
                line < n - 1 ? point + n : -1
            };
            for (int neighbour : neighbours) {
                if (neighbour >= 0) {
                    columns[k] = neighbour;
                    values[k++] = neighbour == point ? 4 : -1;
                }
            }
            offsets[i + 1] = k;
        }
        return new SparseSystem(rows, offsets, Arrays.copyOf(columns, k), Arrays.copyOf(values, k), ones(rows).data);
    }

    /**
     * A random dense matrix: off the diagonal in (0, 1], on it {@code 1 + margin} times the sum of the rest of the row, so
     * that the iteration converges at the rate {@code 1 / (1 + margin)}.
     */
    static LinearSystem dominant(int n, long seed, double margin, int rank, int size) throws InputException {
        RowBlock rows = RowBlock.share(n, rank, size);
        DMatrixRMaj matrix = denseStorage(rows.count(), rows.of());
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.first() + i;
            SplittableRandom random = RowRandom.of(seed, row);
            double sum = 0;
            for (int j = 0; j < n; j++) {
                double value = 1 - random.nextDouble();
                if (j != row) {
                    matrix.unsafe_set(i, j, value);
                    sum += value;
                }
            }
            matrix.unsafe_set(i, row, n == 1 ? 1 : (1 + margin) * sum);
        }
        return new DenseSystem(rows, matrix, ones(rows));
    }

    /**
     * Storage for dense rows, all 0.
     *
     * @throws InputException when they do not fit a Java array or what is left of this JVM's memory
     */
    static DMatrixRMaj denseStorage(int rows, int columns) throws InputException {
        long elements = (long) rows * columns;
        long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / Double.BYTES);
        String what =
                "a rank's " + rows + " dense rows of " + columns + " columns take " + elements / (1 << 17) + " MiB";
        String remedy = "; use more ranks, or more memory with -Xmx";
        if (elements > most) {
            throw new InputException(what + ", more than its " + most / (1 << 17) + " MiB" + remedy);
        }
        try {
            return new DMatrixRMaj(rows, columns);
        } catch (OutOfMemoryError e) {
            throw new InputException(what + ", more than is left of its memory" + remedy);
        }
    }

    static DMatrixRMaj ones(RowBlock rows) {
        DMatrixRMaj vector = new DMatrixRMaj(rows.count(), 1);
        vector.fill(1);
        return vector;
    }
}
