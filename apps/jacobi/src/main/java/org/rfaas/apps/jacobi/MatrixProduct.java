package org.rfaas.apps.jacobi;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.RowRandom;
import org.rfaas.apps.harness.Session;

/**
 * The product C = A·B of random square matrices: each rank has some rows of A and of B, gets the rest of B from the others,
 * and keeps its rows of C.
 */
final class MatrixProduct {
    private final RowBlock rows;
    private final int n;
    private final DMatrixRMaj a;
    private final DMatrixRMaj b;

    private MatrixProduct(RowBlock rows, DMatrixRMaj a, DMatrixRMaj b) {
        this.rows = rows;
        this.n = rows.of();
        this.a = a;
        this.b = b;
    }

    static Report run(Session session, int n, long seed) throws RefusedException {
        MatrixProduct product = session.together(() -> generate(n, seed, session.ranks()));
        double[] own = session.together(() -> product.ownRowsOfB(seed));
        session.ranks().gather(MemorySegment.ofArray(own), MemorySegment.ofArray(product.b.data), n * Double.BYTES);
        Measurement<DMatrixRMaj> measured = session.measure(product::multiply);
        Comparison comparison = session.compare(
                measured,
                (one, other) -> MatrixFeatures_DDRM.isIdentical(one, other, 0),
                () -> product.isReference(measured.last().result()));
        double flops = 2.0 * n * n * n / measured.last().seconds();
        return session.report(
                measured,
                comparison,
                true,
                List.of(
                        Detail.of("matrix product of", "matmul", n),
                        new Detail(
                                "flops a second",
                                String.format(Locale.ROOT, "%.2f billion", flops / 1e9),
                                "flopsPerSecond",
                                flops)));
    }

    private static MatrixProduct generate(int n, long seed, Ranks ranks) throws InputException {
        if (n < 1) {
            throw new InputException("--matmul " + n + " is not positive");
        }
        RowBlock rows = ranks.share(n);
        DMatrixRMaj b = Systems.denseStorage(n, n);
        // whole blocks of rows; those beyond the rank's are zero
        int padded = Math.ceilDiv(rows.count(), ProductLoop.ROWS) * ProductLoop.ROWS;
        DMatrixRMaj a = Systems.denseStorage(padded, n);
        fill(a.data, rows, n, seed);
        return new MatrixProduct(rows, a, b);
    }

    private double[] ownRowsOfB(long seed) throws InputException {
        double[] own = Systems.denseStorage(rows.count(), n).data;
        fill(own, rows, n, ~seed);
        return own;
    }

    /** Elements in [-1, 1); a row depends on the seed and its place alone. */
    private static void fill(double[] elements, RowBlock rows, int n, long seed) {
        for (int i = 0; i < rows.count(); i++) {
            SplittableRandom random = RowRandom.of(seed, rows.first() + i);
            for (int j = 0; j < n; j++) {
                elements[i * n + j] = 2 * random.nextDouble() - 1;
            }
        }
    }

    private DMatrixRMaj multiply() throws InputException {
        DMatrixRMaj c = Systems.denseStorage(a.numRows, n);
        ProductLoop.multiply(a.data, b.data, c.data, n, a.numRows / ProductLoop.ROWS);
        return c;
    }

    /** Against EJML's product. */
    private boolean isReference(DMatrixRMaj c) {
        if (rows.count() == 0) {
            return true;
        }
        DMatrixRMaj expected = new DMatrixRMaj(a.numRows, n);
        CommonOps_DDRM.mult(a, b, expected);
        return MatrixFeatures_DDRM.isIdentical(c, expected, 1e-13 * n);
    }
}
