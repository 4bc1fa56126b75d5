package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** The loops of {@link Thumbnail}: along the rows, then down the columns. */
final class ThumbnailLoops {
    private ThumbnailLoops() {}

    /**
     * Makes each row narrower: pixel x of the result from {@code taps} pixels that begin at {@code starts[x]}.
     *
     * @param weights {@code taps} for each pixel
     */
    static void narrow(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) int[] starts,
            @In(stable = true) float[] weights,
            int taps,
            float[] out,
            int width,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            float[] row = new float[inStride];
            System.arraycopy(in, y * inStride, row, 0, inStride);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < step; c++) {
                    int from = starts[x] * step + c;
                    double sum = 0;
                    for (int t = 0; t < taps; t++) {
                        sum += weights[x * taps + t] * row[from + t * step];
                    }
                    out[(y * width + x) * step + c] = (float) sum;
                }
            }
        }
    }

    /** Row y of the result from {@code taps} rows that begin at {@code starts[y]}. */
    static void flatten(
            float[] in,
            int stride,
            @In(stable = true) int[] starts,
            @In(stable = true) float[] weights,
            int taps,
            float[] out,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] sum = new double[stride];
            for (int t = 0; t < taps; t++) {
                double weight = weights[y * taps + t];
                int from = (starts[y] + t) * stride;
                for (int e = 0; e < stride; e++) {
                    sum[e] += weight * in[from + e];
                }
            }
            for (int e = 0; e < stride; e++) {
                out[y * stride + e] = (float) sum[e];
            }
        }
    }
}
