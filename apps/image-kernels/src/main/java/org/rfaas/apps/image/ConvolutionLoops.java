package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * Weighted sums over neighbourhoods. Sums are kept in a row of doubles: the compiler makes vector instructions of a loop over
 * samples that reads floats at one place and stores doubles at another, because these cannot be the same.
 */
final class ConvolutionLoops {
    private ConvolutionLoops() {}

    /**
     * Weighted sums of neighbourhoods: row y of the result is made from rows y to y + high - 1.
     *
     * @param inStride samples a row of {@code in}
     * @param step samples from a column to the next
     * @param weights {@code high} rows of {@code wide} weights
     * @param outStride samples a row of {@code out}
     */
    static void correlate(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) float[] weights,
            int wide,
            int high,
            float[] out,
            int outStride,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] sum = new double[outStride];
            for (int dy = 0; dy < high; dy++) {
                for (int dx = 0; dx < wide; dx++) {
                    double weight = weights[dy * wide + dx];
                    for (int e = 0; e < outStride; e++) {
                        sum[e] += weight * in[(y + dy) * inStride + dx * step + e];
                    }
                }
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = (float) sum[e];
            }
        }
    }

    /** As {@link #correlate} with the weights {@code weights[dy] * weights[dx]}: down the columns, then along the row. */
    static void correlateSeparably(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) float[] weights,
            int wide,
            float[] out,
            int outStride,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] down = new double[inStride];
            for (int dy = 0; dy < wide; dy++) {
                double weight = weights[dy];
                for (int e = 0; e < inStride; e++) {
                    down[e] += weight * in[(y + dy) * inStride + e];
                }
            }
            float[] column = new float[inStride];
            for (int e = 0; e < inStride; e++) {
                column[e] = (float) down[e];
            }
            double[] sum = new double[outStride];
            for (int dx = 0; dx < wide; dx++) {
                double weight = weights[dx];
                for (int e = 0; e < outStride; e++) {
                    sum[e] += weight * column[dx * step + e];
                }
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = (float) sum[e];
            }
        }
    }
}
