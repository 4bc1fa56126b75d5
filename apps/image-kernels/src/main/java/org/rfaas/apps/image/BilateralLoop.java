package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** The loop of {@link Bilateral}. */
final class BilateralLoop {
    private BilateralLoop() {}

    /**
     * Means of squares of {@code wide} pixels, weighted by how near and how alike they are.
     *
     * @param nearness weight of each place of the square
     * @param likeness weight of each sum of differences of channels, for samples that are whole numbers
     */
    static void bilateral(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) float[] nearness,
            @In(stable = true) float[] likeness,
            int wide,
            float[] out,
            int width,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            int middle = wide / 2;
            for (int x = 0; x < width; x++) {
                int centre = (y + middle) * inStride + (x + middle) * step;
                double weights = 0;
                double[] sum = new double[3];
                for (int dy = 0; dy < wide; dy++) {
                    for (int dx = 0; dx < wide; dx++) {
                        int there = (y + dy) * inStride + (x + dx) * step;
                        float apart = 0;
                        for (int c = 0; c < step; c++) {
                            apart += Math.abs(in[there + c] - in[centre + c]);
                        }
                        double weight = nearness[dy * wide + dx] * likeness[(int) apart];
                        weights += weight;
                        for (int c = 0; c < step; c++) {
                            sum[c] += weight * in[there + c];
                        }
                    }
                }
                for (int c = 0; c < step; c++) {
                    out[(y * width + x) * step + c] = (float) (sum[c] / weights);
                }
            }
        }
    }
}
