package org.rfaas.bench.loops;

import org.ejml.data.DMatrixRMaj;
import org.rfaas.offload.Offload;

/** Matrix times matrix, of EJML. */
public final class MatrixProduct implements LoopTrial {
    private static final int N = 300;

    private final DMatrixRMaj a = new DMatrixRMaj(N, N, true, Numbers.doubles(N * N));
    private final DMatrixRMaj b = new DMatrixRMaj(N, N, true, Numbers.doubles(N * N));
    private final DMatrixRMaj c = new DMatrixRMaj(N, N);

    @Override
    public void run() {
        multiply(N, a, b, c);
    }

    @Override
    public double checksum() {
        return Numbers.sum(c.data);
    }

    private static void multiply(int n, DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
        for (@Offload int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a.unsafe_get(i, k) * b.unsafe_get(k, j);
                }
                c.unsafe_set(i, j, sum);
            }
        }
    }
}
