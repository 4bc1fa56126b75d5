package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** The loop of {@link Sobel}; its sums are doubles for the reason that {@link ConvolutionLoops} has. */
final class SobelLoop {
    private SobelLoop() {}

    /** Magnitude of Sobel's gradient, √((h² + v²) / 2) with h and v from weights that add up to 1 on each side. */
    static void sobel(@In(stable = true) float[] in, int inStride, int step, float[] out, int outStride, int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] across = new double[outStride];
            double[] down = new double[outStride];
            for (int e = 0; e < outStride; e++) {
                int above = y * inStride + e;
                int here = above + inStride;
                int below = here + inStride;
                across[e] = (in[above + 2 * step] - in[above])
                        + 2 * (in[here + 2 * step] - in[here])
                        + (in[below + 2 * step] - in[below]);
                down[e] = (in[below] - in[above])
                        + 2 * (in[below + step] - in[above + step])
                        + (in[below + 2 * step] - in[above + 2 * step]);
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = (float) (0.25 * Math.sqrt(0.5 * (across[e] * across[e] + down[e] * down[e])));
            }
        }
    }
}
